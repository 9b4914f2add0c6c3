using System;
using System.Collections.Concurrent;
using System.Collections.Generic;

namespace ReplicatePS.Emulator.Runs;

/// <summary>The runs of an account: found by id, listed by the time of their creation.</summary>
internal sealed class RunStore
{
    private readonly ConcurrentDictionary<string, Run> _byId = new(StringComparer.Ordinal);
    private readonly TimeOrderedList<Run> _predictions = new();
    private readonly TimeOrderedList<Run> _trainings = new();

    public IReadOnlyList<Run> Predictions => _predictions;

    public IReadOnlyList<Run> Trainings => _trainings;

    public Run? Find(string id) => _byId.TryGetValue(id, out Run? run) ? run : null;

    public void Add(Run run)
    {
        TimeOrderedList<Run> list = run.IsTraining ? _trainings : _predictions;
        list.Add(run, run.CreatedAt, time => run.CreatedAt = time);
        _byId[run.Id] = run;
    }
}
