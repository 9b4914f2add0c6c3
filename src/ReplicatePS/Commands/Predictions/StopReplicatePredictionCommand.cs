using System;
using System.Management.Automation;
using System.Threading.Tasks;
using ReplicatePS.Completion;
using ReplicatePS.Core;
using ReplicatePS.Pipeline;
using ReplicatePS.Transformation;

namespace ReplicatePS.Commands;

/// <summary>Cancels predictions.</summary>
/// <remarks>
/// <para>The time that a prediction ran is billed. One that has ended stays as it is, so stopping it twice does no harm.</para>
/// </remarks>
/// <operation name="predictions.cancel" route="POST /predictions/{id}/cancel">
/// <code>Stop-ReplicatePrediction $prediction</code>
/// </operation>
/// <example>
/// <summary>Stop a prediction</summary>
/// <code>Stop-ReplicatePrediction 7k2m9q4xw1rg80cs5t3b6vhzyn -PassThru</code>
/// <para>Shows the prediction as it is after that.</para>
/// </example>
/// <example>
/// <summary>Stop all that are still running</summary>
/// <code>Get-ReplicatePrediction -First 100 | Where-Object Status -in starting, processing | Stop-ReplicatePrediction -WhatIf</code>
/// <para>With -WhatIf nothing is sent.</para>
/// </example>
[Cmdlet(VerbsLifecycle.Stop, "ReplicatePrediction", SupportsShouldProcess = true)]
[OutputType(typeof(Prediction))]
public sealed class StopReplicatePredictionCommand : IdCommand
{
    /// <summary>The ids of the predictions.</summary>
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [NameTransformation]
    [ArgumentCompleter(typeof(PredictionIdCompleter))]
    public string[] Id { get; set; } = Array.Empty<string>();

    /// <summary>Gives back the predictions as they are afterwards.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override string[] Ids => Id;

    internal override async Task RunAsync(IPipeline pipeline, ReplicateClient client)
    {
        if (!await pipeline.ShouldProcessAsync(One!, "Cancel the prediction").ConfigureAwait(false))
        {
            return;
        }

        Core.Prediction prediction = await client.Predictions.CancelAsync(One!, pipeline.Stop).ConfigureAwait(false);
        if (PassThru)
        {
            await pipeline.WriteAsync(new Prediction(prediction)).ConfigureAwait(false);
        }
    }
}
