using System;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Net;
using System.Security;
using System.Threading.Tasks;
using ReplicatePS.Core;
using ReplicatePS.Pipeline;
using ReplicatePS.Saving;
using ReplicatePS.Transformation;

namespace ReplicatePS.Commands;

/// <summary>Downloads uploaded files by signed links.</summary>
/// <remarks>
/// <para>
/// Replicate gives the content of an uploaded file only to who has a signed link. A link comes from -Url, or is made here
/// from a file's id with the Files API signing secret, which no API operation gives; then GET /files/{id} tells the file's
/// name.
/// </para>
/// <para>
/// The token does not go along. A download that is cut goes on where it stopped, and gets its final name when every byte is
/// there and the checksum that Replicate keeps of the file is the same. Files are kept for about a day; after that, and for a signature that is wrong,
/// the error is ReplicateNotFound.
/// </para>
/// <para>
/// A file that is there with the same content is kept, and handed on. One with other content is an error, unless -Force is given. Where
/// several files of a pipeline have the same name, the others get numbers. What goes out carries its FileId.
/// </para>
/// </remarks>
/// <operation name="files.download" route="GET /files/{id}/download" set="Url">
/// <code>Save-ReplicateFile -Url $link -Path ./inputs</code>
/// </operation>
/// <operation name="files.get"/>
/// <operation name="account.get"/>
/// <example>
/// <summary>Save a file that somebody sent a link of</summary>
/// <code>Save-ReplicateFile -Url $link -Path ./inputs</code>
/// <para>Shows the file that was written. The folder is made if there is none.</para>
/// </example>
/// <example>
/// <summary>Save files with the signing secret</summary>
/// <code>Get-ReplicateFile | Save-ReplicateFile -Path ./inputs -SigningSecret $secret -Owner you</code>
/// <para>A link that works for ten minutes is made for each file, and used at once.</para>
/// </example>
[Cmdlet(VerbsData.Save, "ReplicateFile", DefaultParameterSetName = IdSet, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low)]
[OutputType(typeof(FileInfo))]
public sealed class SaveReplicateFileCommand : IdCommand
{
    private const string IdSet = "Id";
    private const string UrlSet = "Url";

    private static readonly TimeSpan LinkLifetime = TimeSpan.FromMinutes(10);

    private readonly OutputNames _names = new();
    private string _folder = string.Empty;

    /// <summary>The ids of the files.</summary>
    [Parameter(Position = 0, Mandatory = true, ParameterSetName = IdSet, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [NameTransformation]
    [ArgumentCompleter(typeof(Completion.FileIdCompleter))]
    public string[]? Id { get; set; }

    /// <summary>Signed links.</summary>
    [Parameter(Mandatory = true, ParameterSetName = UrlSet)]
    public string[]? Url { get; set; }

    /// <summary>The Files API signing secret, as text or SecureString.</summary>
    [Parameter(Mandatory = true, ParameterSetName = IdSet)]
    [TokenTransformation]
    public SecureString? SigningSecret { get; set; }

    /// <summary>The user or organization that uploaded the files; the default is the token's account, which costs a request.</summary>
    [Parameter(ParameterSetName = IdSet)]
    public string? Owner { get; set; }

    /// <summary>The folder to save to, made if there is none; the default is the current folder.</summary>
    [Parameter(Position = 1)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = ".";

    /// <summary>Replaces files that are there. Without it they are an error, unless they are the same.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>How many files are fetched at once, 1 to 64; the default is 8.</summary>
    [Parameter]
    [ValidateRange(1, 64)]
    public int ThrottleLimit { get; set; } = 8;

    private protected override int Concurrency => ThrottleLimit;

    private protected override string[]? Ids => Id ?? Url;

    private protected override bool NeedsToken => false;

    internal override void Prepare() => _folder = ResolvePath(Path);

    internal override async Task RunAsync(IPipeline pipeline, ReplicateClient client)
    {
        Core.ReplicateFile? file = Url is null ? await client.Files.GetAsync(One!, pipeline.Stop).ConfigureAwait(false) : null;
        string safe = OutputLink.SafeName(file?.Name ?? (file is null ? IdIn(One!) : One!)) is { Length: > 0 } usable ? usable : "file";
        string path = _names.Choose(_folder, safe, mayExist: true);
        if (!await pipeline.ShouldProcessAsync(path, "Save").ConfigureAwait(false))
        {
            return;
        }

        if (!Force && File.Exists(path) && file?.IsContentOf(path) == true)
        {
            pipeline.Verbose($"{path} is there already and was kept.");
        }
        else
        {
            string link = file is null ? One! : await SignAsync(pipeline, client).ConfigureAwait(false);
            await DownloadAsync(pipeline, client, link, path, file).ConfigureAwait(false);
        }

        PSObject saved = await pipeline.GetFileAsync(path).ConfigureAwait(false);
        saved.Properties.Add(new PSNoteProperty("FileId", file?.Id ?? IdIn(One!)));
        await pipeline.WriteAsync(saved).ConfigureAwait(false);
    }

    // A signed link ends in /files/<id>/download, and tells no other name.
    private static string IdIn(string link) =>
        OutputLink.Of(link).Text.Split('?')[0].Split('/').LastOrDefault(part => part is not ("download" or "")) ?? "file";

    private async Task<string> SignAsync(IPipeline pipeline, ReplicateClient client)
    {
        string owner = Owner ?? (await client.Account.GetAsync(pipeline.Stop).ConfigureAwait(false)).Username;
        string secret = new NetworkCredential(string.Empty, SigningSecret).Password;
        return client.Files.SignedLink(One!, owner, DateTimeOffset.UtcNow + LinkLifetime, secret).AbsoluteUri;
    }

    private async Task DownloadAsync(IPipeline pipeline, ReplicateClient client, string link, string path, Core.ReplicateFile? file)
    {
        FileSaver.MakeFolder(_folder);
        try
        {
            SaveTerms terms = new() { Overwrite = Force, Expected = file };
            await client.Outputs.SaveAsync(OutputLink.Of(link), path, terms, pipeline.Stop).ConfigureAwait(false);
        }
        catch (ReplicateException gone) when (gone.Kind == ErrorKind.NotFound)
        {
            throw new ReplicateException(
                ErrorKind.NotFound, "The file is gone, or its signed link is not valid: its owner, expiry and signature have to belong together.", gone)
            {
                StatusCode = gone.StatusCode,
            };
        }
    }
}
