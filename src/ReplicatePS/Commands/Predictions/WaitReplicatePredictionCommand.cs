using System;
using System.Management.Automation;
using System.Threading.Tasks;
using ReplicatePS.Completion;
using ReplicatePS.Core;
using ReplicatePS.Pipeline;
using ReplicatePS.Transformation;

namespace ReplicatePS.Commands;

/// <summary>Waits until predictions have ended and hands on those that succeeded.</summary>
/// <remarks>
/// <para>
/// Replicate is asked several times: soon at first, then every few seconds. All predictions in the pipeline are waited for
/// together; each is handed on when it ends.
/// </para>
/// <para>
/// A prediction that fails, is canceled or aborted gives the error ReplicatePredictionFailed, Canceled or Aborted, which holds
/// the prediction as its TargetObject. One that does not end in time gives ReplicateWaitTimeout and goes on at Replicate.
/// Ctrl+C ends the wait, not the prediction.
/// </para>
/// </remarks>
/// <operation name="predictions.get"/>
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
[Cmdlet(VerbsLifecycle.Wait, "ReplicatePrediction")]
[OutputType(typeof(Prediction))]
public sealed class WaitReplicatePredictionCommand : WaitCommand
{
    /// <summary>The ids of the predictions.</summary>
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [NameTransformation]
    [ArgumentCompleter(typeof(PredictionIdCompleter))]
    public string[] Id { get; set; } = Array.Empty<string>();

    /// <summary>How long to wait for each prediction, in seconds, 1 to 86400; the default is 3600, an hour.</summary>
    [Parameter]
    [ValidateRange(1, 86400)]
    public int TimeoutSec { get; set; } = 3600;

    private protected override string[] Ids => Id;

    private protected override string Noun => "Prediction";

    private protected override int Bound => TimeoutSec;

    private protected override async Task<ReplicateRun> WaitAsync(
        ReplicateClient client, string id, WaitSettings settings, Action<Run> seen, IPipeline pipeline) =>
        Show(await client.Waits.ForPredictionAsync(id, settings, seen, pipeline.Stop).ConfigureAwait(false));

    private protected override ReplicateRun Show(Run run) => new Prediction((Core.Prediction)run);
}
