using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using ReplicatePS.Core;

namespace ReplicatePS;

/// <summary>Where the predictions or trainings of a job's rows are read.</summary>
internal sealed class RunSource<T>
    where T : Run
{
    /// <summary>What tells the row's own create, of which no answer came.</summary>
    public required PredictionSearch Search { get; init; }

    /// <summary>Reads one.</summary>
    public required Func<string, CancellationToken, Task<T>> GetAsync { get; init; }

    /// <summary>The pages of those that were created at a time or later, newest first.</summary>
    public required Func<DateTimeOffset, CancellationToken, IAsyncEnumerable<Page<T>>> Pages { get; init; }

    /// <summary>How much later it is there than here.</summary>
    public required Func<CancellationToken, Task<TimeSpan>> ReadSkewAsync { get; init; }

    /// <summary>The run as a journal has it; null where that is not enough.</summary>
    public Func<Core.JournalRow, T?> Kept { get; init; } = _ => null;

    /// <summary>Reads all that were created at a time or later.</summary>
    public async Task<ListedRuns<T>> ListAsync(DateTimeOffset from, CancellationToken stop)
    {
        List<T> found = new();
        await foreach (Page<T> page in Pages(from, stop).ConfigureAwait(false))
        {
            found.AddRange(page.Results);
        }

        return new ListedRuns<T>(found);
    }
}
