using System;
using System.Management.Automation;
using System.Threading.Tasks;
using ReplicatePS.Core;

namespace ReplicatePS.Pipeline;

/// <summary>A cmdlet that waits for what the pipeline brings, all of it together, and hands on each as it ends well.</summary>
public abstract class WaitCommand : IdCommand
{
    // One for all copies of the cmdlet.
    private RunProgress? _progress;

    /// <summary>Writes each new line of the log to the information stream, where a prompt shows it.</summary>
    [Parameter]
    public SwitchParameter ShowLog { get; set; }

    /// <summary>
    /// Hands on also what ended failed, canceled or aborted, or has not ended in time. Without it there is only the error,
    /// so that the rest of the pipeline works on what succeeded.
    /// </summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override int Concurrency => int.MaxValue;

    /// <summary>What is waited for, as it is called in the names of cmdlets.</summary>
    private protected abstract string Noun { get; }

    /// <summary>When to give up, in seconds.</summary>
    private protected abstract int Bound { get; }

    private protected abstract Task<ReplicateRun> WaitAsync(ReplicateClient client, string id, WaitSettings settings, Action<Run> seen, IPipeline pipeline);

    private protected abstract ReplicateRun Show(Run run);

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        _progress = new RunProgress(this, $"Waiting for {Noun.ToLowerInvariant()}s");
    }

    internal sealed override async Task RunAsync(IPipeline pipeline, ReplicateClient client)
    {
        WaitReporter reporter = new(pipeline, Noun, One!, ShowLog);
        Run? last = null;
        _progress?.Started(One!);
        ReplicateRun ended;
        try
        {
            WaitSettings settings = new() { Timeout = TimeSpan.FromSeconds(Bound) };
            ended = await WaitAsync(client, One!, settings, See, pipeline).ConfigureAwait(false);
        }
        catch (ReplicateException fault)
        {
            _progress?.Ended(One!, hasSucceeded: false);
            string advice = fault.Kind == ErrorKind.WaitTimeout ? $"Wait-Replicate{Noun} {One} goes on waiting." : string.Empty;
            pipeline.Error(ErrorRecords.From(fault, last is null ? One : Show(last), advice.Length > 0 ? advice : null));
            if (PassThru && last is not null)
            {
                await pipeline.WriteAsync(Show(last)).ConfigureAwait(false);
            }

            return;
        }

        bool succeeded = ended.Status == RunStatus.Succeeded;
        _progress?.Ended(One!, succeeded);
        if (!succeeded)
        {
            pipeline.Error(ErrorRecords.FromEnded(ended, Noun));
        }

        if (succeeded || PassThru)
        {
            await pipeline.WriteAsync(ended).ConfigureAwait(false);
        }

        void See(Run run)
        {
            last = run;
            reporter.Report(run);
            _progress?.Seen(run);
        }
    }
}
