using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using ReplicatePS.Core;

namespace ReplicatePS;

/// <summary>Where the predictions of a job's rows are read.</summary>
internal sealed class PredictionSource : IRunSource<Core.Prediction>
{
    private readonly ReplicateClient _client;
    private readonly PredictionSearch _search;

    public PredictionSource(ReplicateClient client, PredictionSearch search)
    {
        _client = client;
        _search = search;
    }

    public bool HasFiles { get; init; }

    public Task<Core.Prediction> GetAsync(string id, CancellationToken stop) => _client.Predictions.GetAsync(id, stop);

    public async Task<IReadOnlyList<Core.Prediction>> ListAsync(DateTimeOffset from, CancellationToken stop)
    {
        List<Core.Prediction> found = new();
        await foreach (Page<Core.Prediction> page in _client.Predictions.ListAsync(new PredictionFilter { CreatedAfter = from }, stop).ConfigureAwait(false))
        {
            found.AddRange(page.Results);
        }

        return found;
    }

    public Task<TimeSpan> ReadSkewAsync(CancellationToken stop) => _client.Requests.ReadSkewAsync(stop);

    public bool? Matches(Core.Prediction run) => _search.Matches(run);

    public Core.Prediction? Kept(Core.JournalRow row) => row.ToPrediction(_search.Input!.Value);
}
