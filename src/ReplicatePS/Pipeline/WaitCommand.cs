using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using ReplicatePS.Core;

namespace ReplicatePS.Pipeline;

/// <summary>A cmdlet that waits for what the pipeline brings, all of it together, and hands on each as it ends well.</summary>
public abstract class WaitCommand : IdCommand
{
    // One of each for all copies of the cmdlet.
    private readonly Cancellations _stopped = new();
    private RunProgress? _progress;
    private Stopwatch? _since;

    /// <summary>Writes each new line of the log to the information stream, where a prompt shows it.</summary>
    [Parameter]
    public SwitchParameter ShowLog { get; set; }

    /// <summary>
    /// Hands on also what ended failed, canceled or aborted, or has not ended in time. Without it there is only the error,
    /// so that the rest of the pipeline works on what succeeded.
    /// </summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>
    /// Cancels at Replicate what has not ended when the time is up. The error ReplicateWaitTimeout says of each whether that was
    /// done. It may take 5 s more.
    /// </summary>
    [Parameter]
    public SwitchParameter CancelOnTimeout { get; set; }

    /// <summary>
    /// Cancels at Replicate what has not ended when the pipeline is stopped: by Ctrl+C, by an error, or by a consumer that has
    /// enough. A warning names what was canceled. Without it all goes on.
    /// </summary>
    [Parameter]
    public SwitchParameter CancelOnStop { get; set; }

    /// <summary>What the pipeline brought, if it was an object of this module: it need not be asked for if it has ended.</summary>
    [Parameter(ValueFromPipeline = true, DontShow = true)]
    public ReplicateRun? Given { get; set; }

    private protected override int Concurrency => int.MaxValue;

    private protected override IEnumerable<string> LastWords => _stopped.Report(Noun);

    /// <summary>What is waited for, as it is called in the names of cmdlets.</summary>
    private protected abstract string Noun { get; }

    /// <summary>When to give up, in seconds.</summary>
    private protected abstract int Bound { get; }

    private protected abstract Task<Run> WaitAsync(
        ReplicateClient client, string id, Run? known, WaitSettings settings, Action<Run> seen, CancellationToken stop);

    private protected abstract Task<Run> CancelAsync(ReplicateClient client, string id, CancellationToken stop);

    private protected abstract ReplicateRun Show(Run run, JobRow? row);

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        _progress = new RunProgress(this, $"Waiting for {Noun.ToLowerInvariant()}s");
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        // The time runs for all together, from when there is something to wait for.
        _since ??= Stopwatch.StartNew();
        base.ProcessRecord();
    }

    internal sealed override async Task RunAsync(IPipeline pipeline, ReplicateClient client)
    {
        string id = One!;
        WaitReporter reporter = new(pipeline, Noun, id, ShowLog);
        Run? last = Given?.Id == id ? Given.Wire : null;
        JobRow? row = Given?.Id == id ? Given.JobRow : null;
        WaitSettings settings = new()
        {
            Timeout = TimeSpan.FromSeconds(Bound) - (_since?.Elapsed ?? TimeSpan.Zero),
            NeedsLog = () => ShowLog || _progress?.Shows(id) == true,
        };
        _progress?.Started(id);
        Run? ended = null;
        try
        {
            ended = await WaitAsync(client, id, last, settings, See, pipeline.Stop).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (CancelOnStop && pipeline.Stop.IsCancellationRequested)
        {
            await _stopped.OnStopAsync(id, stop => CancelAsync(client, id, stop)).ConfigureAwait(false);
            throw;
        }
        catch (ReplicateException fault) when (fault.Kind == ErrorKind.WaitTimeout && CancelOnTimeout)
        {
            (Run? stopped, string problem) = await Cancellations.TryAsync(stop => CancelAsync(client, id, stop), Cancellations.OnTimeout).ConfigureAwait(false);
            last = stopped ?? last;

            // It may have come to its end just before.
            ended = stopped is { HasEnded: true, Status: not (RunStatus.Canceled or RunStatus.Aborted) } ? stopped : null;
            if (ended is null)
            {
                pipeline.Error(ErrorRecords.FromCanceledWait(fault, Noun, id, stopped is null ? problem : null));
            }
        }
        catch (ReplicateException fault)
        {
            pipeline.Error(fault.Kind == ErrorKind.WaitTimeout
                ? ErrorRecords.From(fault, ErrorRecords.TargetOf(id), $"Wait-Replicate{Noun} {id} goes on waiting; Stop-Replicate{Noun} {id} cancels it.")
                : ErrorRecords.From(fault, id));
        }

        await KeepAsync(pipeline, row, ended).ConfigureAwait(false);
        bool hasSucceeded = ended?.Status == RunStatus.Succeeded;
        _progress?.Ended(id, hasSucceeded);
        if (ended is not null && !hasSucceeded)
        {
            pipeline.Error(ErrorRecords.FromEnded(Show(ended, row), Noun));
        }

        if (hasSucceeded || (PassThru && (ended ?? last) is not null))
        {
            await pipeline.WriteAsync(Show((ended ?? last)!, row)).ConfigureAwait(false);
        }

        void See(Run run)
        {
            last = run;
            reporter.Report(run);
            _progress?.Seen(run);
        }
    }

    /// <summary>Tells the journal of a job how a row has ended. Where it cannot be told, the next run asks Replicate.</summary>
    private static async Task KeepAsync(IPipeline pipeline, JobRow? row, Run? ended)
    {
        try
        {
            await (ended is null || row is null ? Task.CompletedTask : row.EndedAsync(ended)).ConfigureAwait(false);
        }
        catch (ReplicateException full)
        {
            pipeline.Warning(full.Message);
        }
    }
}
