using System.Management.Automation;
using System.Threading.Tasks;
using ReplicatePS.Completion;
using ReplicatePS.Core;
using ReplicatePS.Pipeline;
using ReplicatePS.Transformation;

namespace ReplicatePS.Commands;

/// <summary>Deletes a version of a model of your own, with all its predictions and their files.</summary>
/// <remarks>
/// <para>Replicate takes it on at once, and deletes in the next minutes.</para>
/// <para>
/// It is refused unless the model is yours and private, nobody else has run the version, no deployment and no training uses
/// it, and no other version is redirected to it.
/// </para>
/// </remarks>
/// <operation name="models.versions.delete" route="DELETE /models/{owner}/{name}/versions/{version}">
/// <code>Remove-ReplicateModelVersion you/my-style -Version $version -Confirm:$false</code>
/// </operation>
/// <example>
/// <summary>Delete a version</summary>
/// <code>Remove-ReplicateModelVersion you/my-style:5c7d5dc6dd8bf75c1acaa8565735e7986bc5b66206b55cca93cb72c9bf15ccaa</code>
/// <para>Asks before it does so.</para>
/// </example>
/// <example>
/// <summary>Delete all versions but the newest</summary>
/// <code>Get-ReplicateModelVersion you/my-style | Select-Object -Skip 1 | Remove-ReplicateModelVersion -WhatIf</code>
/// <para>With -WhatIf nothing is sent.</para>
/// </example>
[Cmdlet(VerbsCommon.Remove, "ReplicateModelVersion", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(void))]
public sealed class RemoveReplicateModelVersionCommand : ReplicateCommand
{
    private const string Rules =
        "A version can be deleted if its model is yours and private, nobody else has run it, and no deployment, training or redirected version uses it.";

    /// <summary>The model and version, <c>owner/name:version</c>, or <c>owner/name</c> with -Version.</summary>
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ModelTransformation]
    [ArgumentCompleter(typeof(DestinationCompleter))]
    public string Model { get; set; } = string.Empty;

    /// <summary>The id of the version, if -Model does not say it. Two different versions are an error.</summary>
    [Parameter(Position = 1)]
    public string? Version { get; set; }

    private protected override object Target => Model;

    internal override async Task RunAsync(IPipeline pipeline, ReplicateClient client)
    {
        ModelReference model = ModelReference.Parse(Model).At(Version);
        if (model.Version is null)
        {
            throw ReplicateException.Invalid($"'{Model}' names no version. Give owner/name:version, or -Version.");
        }

        if (!await pipeline.ShouldProcessAsync(model.ToString(), "Delete the version, its predictions and their files").ConfigureAwait(false))
        {
            return;
        }

        await FaultWithAdvice.OnRefusalAsync(client.Models.DeleteVersionAsync(model, pipeline.Stop), Model, HowToDelete).ConfigureAwait(false);
    }

    private static string? HowToDelete(ReplicateException refused) =>
        refused.Kind == ErrorKind.Forbidden ? $"{Rules} Get-ReplicateAccount shows whose token this is."
        : refused.IsAbout("deployment") ? "Delete the deployment with Remove-ReplicateDeployment, or give it another version: Set-ReplicateDeployment -Version."
        : Rules;
}
