using System;
using System.IO;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;

namespace ReplicatePS.Core;

/// <summary>
/// Downloads the files that models make. They come from hosts other than the API's, so the token does not go along; only the API's
/// own file URLs get it.
/// </summary>
public sealed class OutputsApi
{
    // More than what is told of a file takes.
    private const int LargestDescription = 64 * 1024;

    private readonly ApiConnection _api;

    internal OutputsApi(ApiConnection api)
    {
        _api = api;
    }

    /// <summary>
    /// Writes a file of an output to disk: to a temporary name first, which becomes the real one when every byte is there. A
    /// download that is cut goes on where it stopped.
    /// </summary>
    /// <param name="link">The file.</param>
    /// <param name="path">Where it goes; its folder must exist.</param>
    /// <param name="overwrite">Whether a file that is there is replaced.</param>
    /// <param name="progress">Is told how many bytes have come.</param>
    /// <param name="cancellation">Ends the download; nothing is left behind.</param>
    /// <returns>The file's size in bytes.</returns>
    /// <exception cref="ReplicateException">The file is gone, as it is after an hour, or cannot be had or written.</exception>
    public async Task<long> SaveAsync(
        OutputLink link, string path, bool overwrite = false, IProgress<long>? progress = null, CancellationToken cancellation = default) =>
        (await SaveAsync(link, path, new SaveTerms { Overwrite = overwrite, Progress = progress }, cancellation).ConfigureAwait(false)).Size;

    /// <summary>Writes a file of an output to disk, as the other overload does, on terms of one's own.</summary>
    /// <param name="link">The file.</param>
    /// <param name="path">Where it goes; its folder must exist.</param>
    /// <param name="terms">What may be replaced, what it has to be, and how it is called in the end.</param>
    /// <param name="cancellation">Ends the download; nothing is left behind.</param>
    /// <returns>Where it is, and how large.</returns>
    /// <exception cref="ReplicateException">The file is gone, as it is after an hour, or cannot be had or written.</exception>
    public async Task<SavedFile> SaveAsync(OutputLink link, string path, SaveTerms terms, CancellationToken cancellation = default)
    {
        string final = path;
        try
        {
            if (!terms.Overwrite && terms.PathFor is null && File.Exists(path))
            {
                throw new IOException("the file exists already.");
            }

            using PartialFile partial = new(path);
            Delivery delivery = await FetchAsync(link, partial.Content, terms, cancellation).ConfigureAwait(false);
            if (!link.IsInline && _api.Address.IsFile(new Uri(link.Text)))
            {
                CheckIsContent(partial.Content, delivery, link);
            }

            final = terms.PathFor?.Invoke(delivery) ?? path;
            long size = await partial.CompleteAsync(final, terms.Overwrite, cancellation).ConfigureAwait(false);
            return new SavedFile(final, size);
        }
        catch (Exception fault) when (fault is UnauthorizedAccessException or IOException or ArgumentException or NotSupportedException)
        {
            throw new ReplicateException(ErrorKind.InvalidInput, $"'{final}' cannot be written: {fault.Message}", fault);
        }
    }

    /// <summary>Fetches a file of an output. A download that is cut goes on where it stopped.</summary>
    /// <param name="link">The file.</param>
    /// <param name="target">Where it goes: an empty stream that can be written at any place.</param>
    /// <param name="progress">Is told how many bytes have come.</param>
    /// <param name="cancellation">Ends the download.</param>
    /// <returns>When every byte is there.</returns>
    /// <exception cref="ReplicateException">The file is gone, as it is after an hour, or cannot be had.</exception>
    public Task ReadAsync(OutputLink link, Stream target, IProgress<long>? progress = null, CancellationToken cancellation = default) =>
        FetchAsync(link, target, new SaveTerms { Progress = progress }, cancellation);

    private async Task<Delivery> FetchAsync(OutputLink link, Stream target, SaveTerms terms, CancellationToken cancellation)
    {
        if (!link.IsInline)
        {
            using Download download = new(_api, new Uri(link.Text), target, terms);
            return await download.RunAsync(cancellation).ConfigureAwait(false);
        }

        byte[] content = link.ReadInline();
        await target.WriteAsync(content, 0, content.Length, cancellation).ConfigureAwait(false);
        terms.Progress?.Report(content.Length);
        return new Delivery(null, link.MediaType);
    }

    /// <summary>The URL of an uploaded file answers with what is known of the file, which must not pass for its content.</summary>
    private static void CheckIsContent(Stream content, Delivery delivery, OutputLink link)
    {
        if (delivery.MediaType?.EndsWith("json", StringComparison.OrdinalIgnoreCase) != true || content.Length > LargestDescription)
        {
            return;
        }

        byte[] bytes = new byte[content.Length];
        content.Position = 0;
        int length = 0;
        for (int read; (read = content.Read(bytes, length, bytes.Length - length)) > 0;)
        {
            length += read;
        }

        bool describes = Json.TryParse(System.Text.Encoding.UTF8.GetString(bytes, 0, length), out JsonElement told)
            && told.Text("id") is not null && told.Member("checksums") is not null && told.Member("urls")?.Text("get") is not null;
        if (describes)
        {
            throw ReplicateException.Invalid(
                $"{link.Text} is an uploaded file, of which Replicate gives the content only by a signed link. Save-ReplicateFile makes one with -SigningSecret.");
        }
    }
}
