using System.Management.Automation;
using System.Threading.Tasks;
using ReplicatePS.Completion;
using ReplicatePS.Core;
using ReplicatePS.Pipeline;
using ReplicatePS.Transformation;

namespace ReplicatePS.Commands;

/// <summary>Gets what Replicate knows of uploaded files: name, size, checksum, and when they go away.</summary>
/// <remarks>
/// <para>The list comes in Replicate's own order. The content is not downloaded; Save-ReplicateFile does that.</para>
/// </remarks>
/// <operation name="files.get" route="GET /files/{id}" set="Id">
/// <code>Get-ReplicateFile $file</code>
/// </operation>
/// <operation name="files.list" route="GET /files" set="List">
/// <code>Get-ReplicateFile</code>
/// </operation>
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
/// <example>
/// <summary>See all files, the newest first</summary>
/// <code>Get-ReplicateFile | Sort-Object CreatedAt -Descending</code>
/// <para>Lists what the account has uploaded and what is still there.</para>
/// </example>
[Cmdlet(VerbsCommon.Get, "ReplicateFile", DefaultParameterSetName = ListSet)]
[OutputType(typeof(ReplicateFile))]
public sealed class GetReplicateFileCommand : IdCommand
{
    private const string ListSet = "List";
    private const string IdSet = "Id";

    /// <summary>The ids of the files. Without them all are listed.</summary>
    [Parameter(Position = 0, Mandatory = true, ParameterSetName = IdSet, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [NameTransformation]
    [ArgumentCompleter(typeof(FileIdCompleter))]
    public string[]? Id { get; set; }

    /// <summary>How many files to list at most, 1 or more; the default is all.</summary>
    [Parameter(ParameterSetName = ListSet)]
    [ValidateRange(1, int.MaxValue)]
    public int First { get; set; } = int.MaxValue;

    private protected override string[]? Ids => Id;

    internal override async Task RunAsync(IPipeline pipeline, ReplicateClient client)
    {
        if (One is null)
        {
            await pipeline.WritePagesAsync(client.Files.ListAsync(pipeline.Stop), First, item => new ReplicateFile(item)).ConfigureAwait(false);
            return;
        }

        await pipeline.WriteAsync(new ReplicateFile(await client.Files.GetAsync(One, pipeline.Stop).ConfigureAwait(false))).ConfigureAwait(false);
    }
}
