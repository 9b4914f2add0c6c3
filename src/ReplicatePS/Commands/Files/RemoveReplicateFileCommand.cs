using System;
using System.Management.Automation;
using System.Threading.Tasks;
using ReplicatePS.Completion;
using ReplicatePS.Core;
using ReplicatePS.Pipeline;
using ReplicatePS.Transformation;

namespace ReplicatePS.Commands;

/// <summary>Deletes uploaded files before Replicate does so on its own.</summary>
/// <remarks>
/// <para>Predictions that have read a file already keep what they made of it.</para>
/// </remarks>
/// <operation name="files.delete" route="DELETE /files/{id}">
/// <code>Remove-ReplicateFile $file -Confirm:$false</code>
/// </operation>
/// <example>
/// <summary>Delete a file once it is no longer needed</summary>
/// <code>$picture = New-ReplicateFile ./harbour.png
/// $picture | Remove-ReplicateFile -Confirm:$false</code>
/// <para>Without -Confirm:$false it asks before it does so.</para>
/// </example>
/// <example>
/// <summary>Delete all large files</summary>
/// <code>Get-ReplicateFile | Where-Object Size -gt 50MB | Remove-ReplicateFile -WhatIf</code>
/// <para>With -WhatIf nothing is sent.</para>
/// </example>
[Cmdlet(VerbsCommon.Remove, "ReplicateFile", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(void))]
public sealed class RemoveReplicateFileCommand : IdCommand
{
    /// <summary>The ids of the files.</summary>
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [NameTransformation]
    [ArgumentCompleter(typeof(FileIdCompleter))]
    public string[] Id { get; set; } = Array.Empty<string>();

    private protected override string[] Ids => Id;

    internal override async Task RunAsync(IPipeline pipeline, ReplicateClient client)
    {
        if (await pipeline.ShouldProcessAsync(One!, "Delete the file").ConfigureAwait(false))
        {
            await client.Files.DeleteAsync(One!, pipeline.Stop).ConfigureAwait(false);
        }
    }
}
