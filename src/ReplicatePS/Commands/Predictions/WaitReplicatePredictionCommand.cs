using System;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using ReplicatePS.Completion;
using ReplicatePS.Core;
using ReplicatePS.Pipeline;
using ReplicatePS.Transformation;

namespace ReplicatePS.Commands;

/// <summary>Waits until predictions have ended and hands on those that succeeded.</summary>
/// <remarks>
/// <para>
/// Replicate is asked several times: soon at first, then every few seconds, and when earlier runs of the same version ended. All
/// predictions in the pipeline are waited for together, and a list tells of many at once where that costs fewer requests; each is
/// handed on when it ends. Of a few, their streams tell of the end at once. One that comes through the pipeline and has ended is handed on at once.
/// </para>
/// <para>
/// A prediction that fails, is canceled or aborted gives the error ReplicatePredictionFailed, Canceled or Aborted, which holds the
/// prediction as its TargetObject. One that does not end in time gives ReplicateWaitTimeout with its id as TargetObject, and goes on at
/// Replicate unless -CancelOnTimeout is given. Ctrl+C ends the wait, not the prediction, unless -CancelOnStop is given.
/// </para>
/// </remarks>
/// <operation name="predictions.get"/>
/// <operation name="predictions.list"/>
/// <operation name="predictions.cancel"/>
/// <example>
/// <summary>Run a model and wait for it</summary>
/// <code>New-ReplicatePrediction black-forest-labs/flux-schnell -Input @{ prompt = 'a lighthouse at dawn' } | Wait-ReplicatePrediction</code>
/// <para>Shows the prediction when it has succeeded.</para>
/// </example>
/// <example>
/// <summary>Run four at once and save the pictures</summary>
/// <code>'dawn', 'noon', 'dusk', 'night' |
///     ForEach-Object { @{ prompt = "a lighthouse at $_" } } |
///     New-ReplicatePrediction black-forest-labs/flux-schnell |
///     Wait-ReplicatePrediction |
///     Save-ReplicateOutput -Path ./pictures</code>
/// <para>Each picture is saved as soon as its prediction has ended.</para>
/// </example>
/// <example>
/// <summary>Give up after five minutes, and pay for no more than that</summary>
/// <code>$running | Wait-ReplicatePrediction -TimeoutSec 300 -CancelOnTimeout -CancelOnStop</code>
/// <para>What has not ended by then is canceled at Replicate, and so is all of it on Ctrl+C.</para>
/// </example>
[Cmdlet(VerbsLifecycle.Wait, "ReplicatePrediction")]
[OutputType(typeof(Prediction))]
public sealed class WaitReplicatePredictionCommand : WaitCommand
{
    /// <summary>The ids of the predictions.</summary>
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [NameTransformation]
    [ArgumentCompleter(typeof(PredictionIdCompleter))]
    public string[] Id { get; set; } = Array.Empty<string>();

    /// <summary>
    /// How long to wait for all of them together, in seconds, counted from the first, 1 to 86400; the default is 3600, an hour.
    /// </summary>
    [Parameter]
    [ValidateRange(1, 86400)]
    public int TimeoutSec { get; set; } = 3600;

    private protected override string[] Ids => Id;

    private protected override string Noun => "Prediction";

    private protected override int Bound => TimeoutSec;

    private protected override async Task<Run> WaitAsync(
        ReplicateClient client, string id, Run? known, WaitSettings settings, Action<Run> seen, CancellationToken stop) => known is Core.Prediction prediction
            ? await client.Waits.ForPredictionAsync(prediction, settings, seen, stop).ConfigureAwait(false)
            : await client.Waits.ForPredictionAsync(id, settings, seen, stop).ConfigureAwait(false);

    private protected override async Task<Run> CancelAsync(ReplicateClient client, string id, CancellationToken stop) =>
        await client.Predictions.CancelAsync(id, stop).ConfigureAwait(false);

    private protected override ReplicateRun Show(Run run, JobRow? row) => new Prediction((Core.Prediction)run) { JobRow = row };
}
