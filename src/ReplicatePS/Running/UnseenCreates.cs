using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using ReplicatePS.Core;

namespace ReplicatePS;

/// <summary>
/// Finds the ids of creates whose answers a stopped pipeline did not wait for. All rows share one look at the newest predictions,
/// which has to be over within a second of Ctrl+C.
/// </summary>
internal sealed class UnseenCreates
{
    private static readonly TimeSpan TimeToLook = TimeSpan.FromSeconds(0.4);

    // What this machine's clock and Replicate's may differ by.
    private static readonly TimeSpan Skew = TimeSpan.FromSeconds(10);

    // More than may be under way at once and one look shows together, so that a long pipeline does not keep all its ids.
    private const int MostKnown = 512;

    private readonly object _gate = new();
    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);
    private readonly Queue<string> _known = new();
    private Task<ListedRuns<Core.Prediction>>? _newest;

    /// <summary>Notes the prediction that a row has, created now or found in a journal, so that it is not taken for that of an equal row.</summary>
    /// <param name="id">The prediction.</param>
    public void Know(string id)
    {
        lock (_gate)
        {
            _taken.Add(id);
            _known.Enqueue(id);
            if (_known.Count > MostKnown)
            {
                _taken.Remove(_known.Dequeue());
            }
        }
    }

    /// <summary>The id of a prediction that was created with an input; null when none is found.</summary>
    /// <param name="client">What looks.</param>
    /// <param name="target">What was to run.</param>
    /// <param name="sent">What was sent, and when.</param>
    public async Task<string?> FindAsync(ReplicateClient client, RunTarget target, CreateAttempt sent)
    {
        Task<ListedRuns<Core.Prediction>> look;
        lock (_gate)
        {
            look = _newest ??= LookAsync(client);
        }

        PredictionSearch search = PredictionSearch.Of(target, sent.Input, sent.InputHash, sent.SentAt - Skew);
        ListedRuns<Core.Prediction> newest = await look.ConfigureAwait(false);
        lock (_gate)
        {
            return newest.Take(search, _taken.Add)?.Id;
        }
    }

    private static async Task<ListedRuns<Core.Prediction>> LookAsync(ReplicateClient client)
    {
        using CancellationTokenSource limit = new(TimeToLook);
        try
        {
            await foreach (Page<Core.Prediction> page in client.Predictions.ListAsync(limit.Token).ConfigureAwait(false))
            {
                return new ListedRuns<Core.Prediction>(page.Results);
            }
        }
        catch (Exception fault) when (fault is ReplicateException or OperationCanceledException)
        {
            // Then they stay unnamed, and the error says what is known of them.
        }

        return new ListedRuns<Core.Prediction>(Array.Empty<Core.Prediction>());
    }
}
