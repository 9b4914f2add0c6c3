using System;
using System.Management.Automation;
using System.Threading.Tasks;
using ReplicatePS.Completion;
using ReplicatePS.Core;
using ReplicatePS.Pipeline;
using ReplicatePS.Transformation;

namespace ReplicatePS.Commands;

/// <summary>Deletes models of your own.</summary>
/// <remarks>
/// <para>
/// Replicate deletes a model only if it is yours, private, and has no versions; Remove-ReplicateModelVersion deletes those
/// first.
/// </para>
/// </remarks>
/// <operation name="models.delete" route="DELETE /models/{owner}/{name}">
/// <code>Remove-ReplicateModel you/my-style -Confirm:$false</code>
/// </operation>
/// <example>
/// <summary>Delete a model</summary>
/// <code>Remove-ReplicateModel you/my-style</code>
/// <para>Asks before it does so.</para>
/// </example>
/// <example>
/// <summary>See what would be deleted</summary>
/// <code>'you/test-1', 'you/test-2' | Remove-ReplicateModel -WhatIf</code>
/// <para>With -WhatIf nothing is sent.</para>
/// </example>
[Cmdlet(VerbsCommon.Remove, "ReplicateModel", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(void))]
public sealed class RemoveReplicateModelCommand : IdCommand
{
    /// <summary>The models, <c>owner/name</c> each. A name with a version in it is refused.</summary>
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ModelTransformation]
    [ArgumentCompleter(typeof(DestinationCompleter))]
    public string[] Model { get; set; } = Array.Empty<string>();

    private protected override string[] Ids => Model;

    internal override async Task RunAsync(IPipeline pipeline, ReplicateClient client)
    {
        // Whoever names a version means that version, not all of the model.
        ModelReference model = ModelReference.ParseUnpinned(One, "a model to delete");
        if (!await pipeline.ShouldProcessAsync(model.FullName, "Delete the model").ConfigureAwait(false))
        {
            return;
        }

        await FaultWithAdvice.OnRefusalAsync(client.Models.DeleteAsync(model, pipeline.Stop), One!, refused => HowToDelete(refused, model)).ConfigureAwait(false);
    }

    private static string? HowToDelete(ReplicateException refused, ModelReference model) =>
        refused.Kind == ErrorKind.Forbidden ? "Get-ReplicateAccount shows whose token this is."
        : refused.IsAbout("version")
            ? $"Delete its versions first, which takes some minutes: Get-ReplicateModelVersion {model.FullName} | Remove-ReplicateModelVersion."
        : $"Only a private model without versions can be deleted. {model.FullName} is made private on its page, under Settings.";
}
