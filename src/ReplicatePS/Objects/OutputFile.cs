using System;
using System.IO;
using System.Text;
using System.Threading.Tasks;
using ReplicatePS.Core;

namespace ReplicatePS;

/// <summary>
/// A file that a model made. It knows where its content is; nothing is fetched before one of the methods that read it is called.
/// </summary>
public sealed class OutputFile
{
    private readonly ReplicateClient _client;
    private readonly Core.Run? _run;

    internal OutputFile(OutputLink link, ReplicateClient client, string? predictionId, Core.Run? run = null)
    {
        Link = link;
        _client = client;
        _run = run;
        PredictionId = predictionId;
    }

    /// <summary>Its place among the files of the output, from 0.</summary>
    public int Index => Link.Index;

    /// <summary>A name for it that every file system takes.</summary>
    public string FileName => Link.FileName;

    /// <summary>The media type, as far as the data URI or the name's ending tells it; null otherwise.</summary>
    public string? ContentType => Link.MediaType;

    /// <summary>The id of the prediction or training that made it.</summary>
    public string? PredictionId { get; }

    /// <summary>The model that made it, where that is known.</summary>
    public string? Model => _run?.Model;

    /// <summary>Where it is, for an hour after it was made; a data URI where the output holds the content itself.</summary>
    public string Url => Link.Text;

    /// <summary>
    /// Where the journal of the job says that it was saved, whole path; null where it was not, or is not there any more. What Replicate
    /// has removed is read from there.
    /// </summary>
    public string? SavedAs => JobRow?.FileOf(Url) is { } path && File.Exists(path) ? path : null;

    /// <summary>The row of a job that it belongs to, whose journal is told of saved files.</summary>
    internal JobRow? JobRow { get; init; }

    /// <summary>The file as the core has it.</summary>
    internal OutputLink Link { get; }

    /// <summary>The inputs that it was made of, for its name.</summary>
    internal object? Input => PowerShellJson.ToObject(_run?.Input);

    /// <summary>Fetches the content.</summary>
    /// <returns>The bytes.</returns>
    /// <exception cref="ReplicateApiException">The file is gone, or cannot be had.</exception>
    public byte[] ReadBytes()
    {
        using MemoryStream content = new();
        Fetch(content);
        return content.ToArray();
    }

    /// <summary>Fetches the content as text: UTF-8, unless it begins with the mark of another encoding.</summary>
    /// <returns>The text.</returns>
    /// <exception cref="ReplicateApiException">The file is gone, or cannot be had.</exception>
    public string ReadText()
    {
        using MemoryStream content = new();
        Fetch(content);
        content.Position = 0;
        using StreamReader reader = new(content, Encoding.UTF8);
        return reader.ReadToEnd();
    }

    /// <summary>
    /// Fetches the content into a temporary file, which goes away when the stream is closed. It takes little memory, however large the
    /// file is, and the stream can be read from any place.
    /// </summary>
    /// <returns>The stream, at its beginning.</returns>
    /// <exception cref="ReplicateApiException">The file is gone, or cannot be had.</exception>
    public Stream OpenRead()
    {
        string path = Path.Combine(Path.GetTempPath(), $"replicate-output-{Guid.NewGuid():N}.part");
        FileStream content = new(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Read, 4096, FileOptions.Asynchronous | FileOptions.DeleteOnClose);
        try
        {
            Fetch(content);
            content.Position = 0;
            return content;
        }
        catch
        {
            content.Dispose();
            throw;
        }
    }

    /// <summary>The URL, so that the object can stand for it in an input.</summary>
    /// <returns>The URL.</returns>
    public override string ToString() => Url;

    // Methods of objects are called on the pipeline thread and wait; the work must not need that thread.
    private void Fetch(Stream content)
    {
        try
        {
            Task.Run(() => _client.Outputs.ReadAsync(Link, content)).GetAwaiter().GetResult();
        }
        catch (ReplicateException gone) when (gone.Kind == ErrorKind.NotFound && SavedAs is not null)
        {
            using FileStream saved = File.OpenRead(SavedAs);
            saved.CopyTo(content);
        }
        catch (ReplicateException fault)
        {
            throw new ReplicateApiException(fault);
        }
    }
}
