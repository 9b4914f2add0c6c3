using System;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using ReplicatePS.Completion;
using ReplicatePS.Core;
using ReplicatePS.Pipeline;
using ReplicatePS.Transformation;

namespace ReplicatePS.Commands;

/// <summary>Waits until trainings have ended and hands on those that succeeded.</summary>
/// <remarks>
/// <para>
/// Replicate is asked several times: soon at first, then every few seconds, and when earlier runs of the same version ended. All
/// trainings in the pipeline are waited for together, and a list tells of many at once where that costs fewer requests; each is
/// handed on when it ends. One that comes through the pipeline and has ended is handed on at once.
/// </para>
/// <para>
/// A training that fails, is canceled or aborted gives the error ReplicateTrainingFailed, Canceled or Aborted, which holds the
/// training as its TargetObject. One that does not end in time gives ReplicateWaitTimeout with its id as TargetObject, and goes on at
/// Replicate unless -CancelOnTimeout is given. Ctrl+C ends the wait, not the training, unless -CancelOnStop is given.
/// </para>
/// </remarks>
/// <operation name="trainings.get"/>
/// <operation name="trainings.list"/>
/// <operation name="trainings.cancel"/>
/// <example>
/// <summary>Wait for a training and see its log</summary>
/// <code>Wait-ReplicateTraining 9x4k2m7q1xrg80cs5t3b6vhzyn -ShowLog</code>
/// <para>Each new line of the log is shown as it comes.</para>
/// </example>
/// <example>
/// <summary>Wait for all that are still running, for two hours at most</summary>
/// <code>Get-ReplicateTraining -First 20 | Where-Object HasEnded -eq $false | Wait-ReplicateTraining -TimeoutSec 7200</code>
/// <para>They are waited for together, not one after the other.</para>
/// </example>
[Cmdlet(VerbsLifecycle.Wait, "ReplicateTraining")]
[OutputType(typeof(Training))]
public sealed class WaitReplicateTrainingCommand : WaitCommand
{
    /// <summary>The ids of the trainings.</summary>
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [NameTransformation]
    [ArgumentCompleter(typeof(TrainingIdCompleter))]
    public string[] Id { get; set; } = Array.Empty<string>();

    /// <summary>
    /// How long to wait for all of them together, in seconds, counted from the first, 1 to 2592000 (30 days); the default is 86400, a day.
    /// </summary>
    [Parameter]
    [ValidateRange(1, 2592000)]
    public int TimeoutSec { get; set; } = 86400;

    /// <summary>The destination, which Replicate does not report before the end; it is taken from a training in the pipeline.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, DontShow = true)]
    public string? Destination { get; set; }

    private protected override string[] Ids => Id;

    private protected override string Noun => "Training";

    private protected override int Bound => TimeoutSec;

    private protected override async Task<Run> WaitAsync(
        ReplicateClient client, string id, Run? known, WaitSettings settings, Action<Run> seen, CancellationToken stop) => known is Core.Training training
            ? await client.Waits.ForTrainingAsync(training, settings, seen, stop).ConfigureAwait(false)
            : await client.Waits.ForTrainingAsync(id, settings, seen, stop).ConfigureAwait(false);

    private protected override async Task<Run> CancelAsync(ReplicateClient client, string id, CancellationToken stop) =>
        await client.Trainings.CancelAsync(id, stop).ConfigureAwait(false);

    private protected override ReplicateRun Show(Run run, JobRow? row) => new Training((Core.Training)run, Destination) { JobRow = row };
}
