using System;
using System.Management.Automation;
using System.Threading.Tasks;
using ReplicatePS.Completion;
using ReplicatePS.Core;
using ReplicatePS.Pipeline;
using ReplicatePS.Transformation;

namespace ReplicatePS.Commands;

/// <summary>Cancels trainings.</summary>
/// <remarks>
/// <para>The time that a training ran is billed. One that has ended stays as it is, so stopping it twice does no harm.</para>
/// </remarks>
/// <operation name="trainings.cancel" route="POST /trainings/{id}/cancel">
/// <code>Stop-ReplicateTraining $training</code>
/// </operation>
/// <example>
/// <summary>Stop a training</summary>
/// <code>Stop-ReplicateTraining 9x4k2m7q1xrg80cs5t3b6vhzyn -PassThru</code>
/// <para>Shows the training as it is after that.</para>
/// </example>
/// <example>
/// <summary>Stop all that are still running</summary>
/// <code>Get-ReplicateTraining -First 20 | Where-Object Status -in starting, processing | Stop-ReplicateTraining -WhatIf</code>
/// <para>With -WhatIf nothing is sent.</para>
/// </example>
[Cmdlet(VerbsLifecycle.Stop, "ReplicateTraining", SupportsShouldProcess = true)]
[OutputType(typeof(Training))]
public sealed class StopReplicateTrainingCommand : IdCommand
{
    /// <summary>The ids of the trainings.</summary>
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [NameTransformation]
    [ArgumentCompleter(typeof(TrainingIdCompleter))]
    public string[] Id { get; set; } = Array.Empty<string>();

    /// <summary>Gives back the trainings as they are afterwards.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>The destination, which Replicate does not report before the end; it is taken from a training in the pipeline.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, DontShow = true)]
    public string? Destination { get; set; }

    private protected override string[] Ids => Id;

    internal override async Task RunAsync(IPipeline pipeline, ReplicateClient client)
    {
        if (!await pipeline.ShouldProcessAsync(One!, "Cancel the training").ConfigureAwait(false))
        {
            return;
        }

        Core.Training training = await client.Trainings.CancelAsync(One!, pipeline.Stop).ConfigureAwait(false);
        if (PassThru)
        {
            await pipeline.WriteAsync(new Training(training, Destination)).ConfigureAwait(false);
        }
    }
}
