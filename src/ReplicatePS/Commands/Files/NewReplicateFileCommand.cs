using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Threading.Tasks;
using ReplicatePS.Core;
using ReplicatePS.Pipeline;

namespace ReplicatePS.Commands;

/// <summary>Uploads files, to be used as inputs.</summary>
/// <remarks>
/// <para>
/// A file may have up to 100 MiB and is read while it is sent. Replicate keeps it for about a day. Its Url is what models
/// take; the object itself can stand for it in an input.
/// </para>
/// <para>A file over 100 MiB gives the error ReplicateFileTooLarge before anything is sent.</para>
/// </remarks>
/// <operation name="files.create" route="POST /files" set="Path">
/// <code>New-ReplicateFile ./harbour.png</code>
/// </operation>
/// <example>
/// <summary>Upload a picture and have it enlarged</summary>
/// <code>$picture = New-ReplicateFile ./harbour.png
/// New-ReplicatePrediction nightmareai/real-esrgan -Input @{ image = $picture; scale = 2 }</code>
/// <para>The file is uploaded once and can be used in any number of predictions.</para>
/// </example>
/// <example>
/// <summary>Upload several files</summary>
/// <code>Get-ChildItem ./pictures -Filter *.png | New-ReplicateFile | Select-Object Name, Size, Url</code>
/// <para>A file that cannot be read gives an error; the others go on.</para>
/// </example>
[Cmdlet(VerbsCommon.New, "ReplicateFile", DefaultParameterSetName = PathSet, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low)]
[OutputType(typeof(ReplicateFile))]
public sealed class NewReplicateFileCommand : IdCommand
{
    private const string PathSet = "Path";
    private const string LiteralPathSet = "LiteralPath";

    /// <summary>The files; wildcards are allowed.</summary>
    [Parameter(Position = 0, Mandatory = true, ParameterSetName = PathSet, ValueFromPipeline = true)]
    [SupportsWildcards]
    public string[]? Path { get; set; }

    /// <summary>The files, taken as they are written, without wildcards. Files from Get-ChildItem bind here.</summary>
    [Parameter(Mandatory = true, ParameterSetName = LiteralPathSet, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "FullName")]
    public string[]? LiteralPath { get; set; }

    /// <summary>The name to give the file at Replicate, up to 255 bytes. Without it the file keeps its own.</summary>
    [Parameter]
    public string? Name { get; set; }

    /// <summary>The media type, such as <c>image/png</c>. Without it the name's ending decides.</summary>
    [Parameter]
    public string? ContentType { get; set; }

    private protected override string[] Ids =>
        LiteralPath is not null
        ? LiteralPath.SelectMany(path => Resolve(path, literal => new[] { ResolvePath(literal) })).ToArray()
        : Path!.SelectMany(path => Resolve(path, pattern => GetResolvedProviderPathFromPSPath(pattern, out _))).ToArray();

    internal override async Task RunAsync(IPipeline pipeline, ReplicateClient client)
    {
        if (!await pipeline.ShouldProcessAsync(One!, "Upload").ConfigureAwait(false))
        {
            return;
        }

        using UploadProgress progress = new(pipeline, One!);
        Core.ReplicateFile file = await client.Files.UploadAsync(One!, Name, ContentType, progress, pipeline.Stop).ConfigureAwait(false);
        await pipeline.WriteAsync(new ReplicateFile(file)).ConfigureAwait(false);
    }

    private IEnumerable<string> Resolve(string path, Func<string, IEnumerable<string>> resolve)
    {
        try
        {
            return resolve(path);
        }
        catch (ItemNotFoundException)
        {
            WriteError(ErrorRecords.From(ReplicateException.Invalid($"There is no file '{path}'."), path));
        }
        catch (Exception fault) when (ErrorRecords.IsOfOneRecord(fault))
        {
            WriteError(ErrorRecords.From(fault, path));
        }

        return Array.Empty<string>();
    }
}
