using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ReplicatePS.Core;

namespace ReplicatePS.Pipeline;

/// <summary>Cancels at Replicate what nobody waits for any more, and keeps what came of it for the last word of a stopped pipeline.</summary>
internal sealed class Cancellations
{
    /// <summary>What a cancel may take when a pipeline is stopped: a person is waiting for the prompt.</summary>
    public static readonly TimeSpan OnStop = TimeSpan.FromSeconds(0.8);

    /// <summary>What a cancel may take when the time is up.</summary>
    public static readonly TimeSpan OnTimeout = TimeSpan.FromSeconds(5);

    private readonly ConcurrentQueue<string> _canceled = new();
    private readonly ConcurrentQueue<string> _unsure = new();

    /// <summary>Cancels one when the pipeline was stopped. Never fails.</summary>
    public async Task OnStopAsync(string id, Func<CancellationToken, Task<Run>> cancel)
    {
        (Run? run, _) = await TryAsync(cancel, OnStop).ConfigureAwait(false);
        (run is null ? _unsure : _canceled).Enqueue(id);
    }

    /// <summary>Cancels one.</summary>
    /// <returns>The run as it then is; or else why that is not known.</returns>
    public static async Task<(Run? Run, string Fault)> TryAsync(Func<CancellationToken, Task<Run>> cancel, TimeSpan most)
    {
        using CancellationTokenSource bound = new(most);
        try
        {
            return (await cancel(bound.Token).ConfigureAwait(false), string.Empty);
        }
        catch (OperationCanceledException)
        {
            return (null, $"No answer came within {most.TotalSeconds:0.#} s.");
        }
        catch (ReplicateException fault)
        {
            return (null, fault.Message);
        }
    }

    /// <summary>What is to be said when the pipeline has been stopped; each thing once.</summary>
    public IEnumerable<string> Report(string noun)
    {
        if (TakeAll(_canceled) is { Length: > 0 } canceled)
        {
            yield return $"Canceled at Replicate, as the pipeline was stopped: {canceled}";
        }

        if (TakeAll(_unsure) is { Length: > 0 } unsure)
        {
            yield return $"Replicate has not confirmed that these were canceled; they may go on and cost money: {unsure}. Stop-Replicate{noun} cancels them.";
        }
    }

    private static string TakeAll(ConcurrentQueue<string> ids)
    {
        List<string> all = new();
        while (ids.TryDequeue(out string? id))
        {
            all.Add(id);
        }

        return string.Join(", ", all.Distinct());
    }
}
