using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;

namespace ReplicatePS.Emulator.Runs;

/// <summary>The runs of an account: found by id, listed by the time of their creation.</summary>
internal sealed class RunStore
{
    private readonly ConcurrentDictionary<string, Run> _byId = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Run> _examples = new(StringComparer.Ordinal);
    private readonly TimeOrderedList<Run> _predictions = new();
    private readonly TimeOrderedList<Run> _trainings = new();
    private readonly ConcurrentDictionary<string, DateTimeOffset> _deletions = new(StringComparer.Ordinal);

    public IReadOnlyList<Run> Trainings => _trainings;

    /// <summary>The predictions that have not been deleted. The list is copied only if there are deletions.</summary>
    public IReadOnlyList<Run> PredictionsAt(DateTimeOffset now) =>
        _deletions.IsEmpty ? _predictions : _predictions.Where(run => !IsGone(run, now)).ToArray();

    public Run? Find(string id, DateTimeOffset now) => _byId.TryGetValue(id, out Run? run) && !IsGone(run, now) ? run : null;

    /// <summary>Finds a run whose files can be fetched: one of the account, or one that a model shows as an example.</summary>
    public Run? FindWithFiles(string id, DateTimeOffset now) =>
        Find(id, now) ?? (_examples.TryGetValue(id, out Run? example) ? example : null);

    public void Add(Run run)
    {
        TimeOrderedList<Run> list = run.IsTraining ? _trainings : _predictions;
        list.Add(run, run.CreatedAt, time => run.CreatedAt = time);
        _byId[run.Id] = run;
    }

    /// <summary>Adds a run of somebody else, which is not in the account's lists.</summary>
    public void AddExample(Run run) => _examples[run.Id] = run;

    /// <summary>Whether a version has been trained from.</summary>
    public bool HasTrainingOf(string version) => _trainings.Any(training => training.RunsVersion == version);

    /// <summary>Lets all predictions of a version be gone from a time on, unless they go earlier anyway.</summary>
    public void DeletePredictionsOf(string version, DateTimeOffset time) => _deletions.TryAdd(version, time);

    private bool IsGone(Run run, DateTimeOffset now) => _deletions.TryGetValue(run.RunsVersion, out DateTimeOffset time) && time <= now;
}
