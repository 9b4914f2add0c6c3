using System;
using System.Collections.Concurrent;
using System.Linq;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using ReplicatePS.Core;
using ReplicatePS.Pipeline;

namespace ReplicatePS;

/// <summary>The compute that a pipeline may cost, and the rows for which there was none left.</summary>
internal sealed class RunAllowance
{
    private readonly int _seconds;
    private readonly RunBudget _budget;
    private readonly ConcurrentQueue<(long? Row, PSObject? Record)> _unstarted = new();

    public RunAllowance(int seconds)
    {
        _seconds = seconds;
        _budget = new RunBudget(TimeSpan.FromSeconds(seconds));
    }

    /// <summary>Runs a row, if there is compute left for it; one that may not start is kept for the report.</summary>
    public async Task RunAsync(long? row, PSObject? record, Func<Task<Core.Prediction>> run, CancellationToken stop)
    {
        if (!await _budget.StartAsync(stop).ConfigureAwait(false))
        {
            _unstarted.Enqueue((row, record));
            return;
        }

        double? seconds = null;
        try
        {
            seconds = (await run().ConfigureAwait(false)).Seconds;
        }
        catch (FaultWithAdvice ended)
        {
            seconds = ended.Seconds;
            throw;
        }
        finally
        {
            _budget.End(seconds);
        }
    }

    /// <summary>The error that names the rows that were not started; null when all were.</summary>
    public ErrorRecord? Report()
    {
        (long? Row, PSObject? Record)[] rows = _unstarted.OrderBy(one => one.Row).ToArray();
        return rows.Length == 0 ? null : ErrorRecords.FromBudget(
            $"The budget of {_seconds} s is used up: {_budget.Spent:0.##} s were computed. {rows.Length} {(rows.Length == 1 ? "row was" : "rows were")} not started, from row {rows[0].Row ?? 1} on.",
            rows.Select(one => one.Record).ToArray());
    }
}
