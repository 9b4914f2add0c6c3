using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using ReplicatePS.Core;

namespace ReplicatePS;

/// <summary>Where the trainings of a job's rows are read.</summary>
internal sealed class TrainingSource : IRunSource<Core.Training>
{
    private readonly ReplicateClient _client;
    private readonly PredictionSearch _search;

    public TrainingSource(ReplicateClient client, PredictionSearch search)
    {
        _client = client;
        _search = search;
    }

    public bool HasFiles { get; init; }

    public Task<Core.Training> GetAsync(string id, CancellationToken stop) => _client.Trainings.GetAsync(id, stop);

    public async Task<IReadOnlyList<Core.Training>> ListAsync(DateTimeOffset from, CancellationToken stop)
    {
        List<Core.Training> found = new();
        await foreach (Page<Core.Training> page in _client.Trainings.ListAsync(from, null, stop).ConfigureAwait(false))
        {
            found.AddRange(page.Results);
        }

        return found;
    }

    public Task<TimeSpan> ReadSkewAsync(CancellationToken stop) => _client.Requests.ReadSkewAsync(stop);

    public bool? Matches(Core.Training run) => _search.Matches(run);

    // What it made is asked for anew, as a training stays readable.
    public Core.Training? Kept(Core.JournalRow row) => null;
}
