using System;
using System.Management.Automation;
using System.Threading.Tasks;
using ReplicatePS.Completion;
using ReplicatePS.Core;
using ReplicatePS.Pipeline;
using ReplicatePS.Transformation;

namespace ReplicatePS.Commands;

/// <summary>Gets the predictions that the authors of models show as examples.</summary>
/// <remarks>
/// <para>The list is read page by page. An example's input is a good start for one of your own.</para>
/// </remarks>
/// <operation name="models.examples.list" route="GET /models/{owner}/{name}/examples">
/// <code>Get-ReplicateModelExample black-forest-labs/flux-schnell</code>
/// </operation>
/// <example>
/// <summary>See the examples of a model</summary>
/// <code>Get-ReplicateModelExample black-forest-labs/flux-schnell</code>
/// <para>Shows each as a prediction.</para>
/// </example>
/// <example>
/// <summary>See what goes into an example</summary>
/// <code>(Get-ReplicateModelExample black-forest-labs/flux-schnell -First 1).Input</code>
/// <para>What comes can be given to New-ReplicatePrediction -Input.</para>
/// </example>
[Cmdlet(VerbsCommon.Get, "ReplicateModelExample")]
[OutputType(typeof(Prediction))]
public sealed class GetReplicateModelExampleCommand : IdCommand
{
    /// <summary>The models, <c>owner/name</c> each.</summary>
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ModelTransformation]
    [ArgumentCompleter(typeof(ModelCompleter))]
    public string[] Model { get; set; } = Array.Empty<string>();

    /// <summary>How many examples of each model to list at most, 1 or more; the default is all.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int First { get; set; } = int.MaxValue;

    private protected override string[] Ids => Model;

    internal override async Task RunAsync(IPipeline pipeline, ReplicateClient client) => await pipeline.WritePagesAsync(
        client.Models.ListExamplesAsync(ModelReference.Parse(One), pipeline.Stop), First, item => new Prediction(item)).ConfigureAwait(false);
}
