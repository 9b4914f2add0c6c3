using System;
using System.Management.Automation;
using System.Threading.Tasks;
using ReplicatePS.Core;
using ReplicatePS.Pipeline;
using ReplicatePS.Transformation;

namespace ReplicatePS.Commands;

/// <summary>Gets what Replicate knows of uploaded files: name, size, checksum, and when they go away.</summary>
/// <remarks>
/// <para>API operation: GET /files/{id}. The content is not downloaded.</para>
/// </remarks>
/// <example>
/// <summary>See when a file goes away</summary>
/// <code>$file = New-ReplicateFile ./harbour.png
/// (Get-ReplicateFile $file.Id).ExpiresAt.LocalDateTime</code>
/// <para>Files are kept for about a day.</para>
/// </example>
/// <example>
/// <summary>Get several files</summary>
/// <code>Get-ChildItem ./pictures -Filter *.png | New-ReplicateFile | Get-ReplicateFile</code>
/// <para>Files in the pipeline are asked for by their id.</para>
/// </example>
[Cmdlet(VerbsCommon.Get, "ReplicateFile")]
[OutputType(typeof(ReplicateFile))]
public sealed class GetReplicateFileCommand : IdCommand
{
    /// <summary>The ids of the files.</summary>
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [NameTransformation]
    public string[] Id { get; set; } = Array.Empty<string>();

    private protected override string[] Ids => Id;

    internal override async Task RunAsync(IPipeline pipeline, ReplicateClient client) =>
        await pipeline.WriteAsync(new ReplicateFile(await client.Files.GetAsync(One!, pipeline.Stop).ConfigureAwait(false))).ConfigureAwait(false);
}
