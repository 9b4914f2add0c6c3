using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace ReplicatePS.Core;

/// <summary>Files that are uploaded as inputs.</summary>
public sealed class FilesApi
{
    /// <summary>The largest file that Replicate takes: 100 MiB.</summary>
    public const long LargestFile = 100L * 1024 * 1024;

    private readonly ApiConnection _api;

    internal FilesApi(ApiConnection api)
    {
        _api = api;
    }

    /// <summary>Uploads a file from disk: <c>POST /files</c>. It is read while it is sent.</summary>
    /// <param name="path">The file.</param>
    /// <param name="name">The name to give it; null keeps its own.</param>
    /// <param name="mediaType">Its type; null goes by the name's ending.</param>
    /// <param name="progress">Is told how many bytes were sent.</param>
    /// <param name="cancellation">Ends the upload.</param>
    /// <returns>The file as Replicate keeps it, for about a day.</returns>
    /// <exception cref="ReplicateException">The file is missing, or over 100 MiB; nothing was sent.</exception>
    public async Task<ReplicateFile> UploadAsync(
        string path, string? name = null, string? mediaType = null, IProgress<long>? progress = null, CancellationToken cancellation = default)
    {
        FileInfo file = new(path);
        if (!file.Exists)
        {
            throw ReplicateException.Invalid($"There is no file '{path}'.");
        }

        return await UploadAsync(() => Open(file.FullName), file.Length, name ?? file.Name, mediaType, progress, cancellation).ConfigureAwait(false);
    }

    /// <summary>Uploads what can be read: <c>POST /files</c>. It is read while it is sent.</summary>
    /// <param name="open">Opens it at its beginning; it is opened and closed once for each try.</param>
    /// <param name="size">How many bytes it has.</param>
    /// <param name="name">The name to give it.</param>
    /// <param name="mediaType">Its type; null goes by its first bytes, and else by the name's ending.</param>
    /// <param name="progress">Is told how many bytes were sent.</param>
    /// <param name="cancellation">Ends the upload.</param>
    /// <returns>The file as Replicate keeps it, for about a day.</returns>
    /// <exception cref="ReplicateException">It is over 100 MiB, and nothing was sent.</exception>
    public async Task<ReplicateFile> UploadAsync(
        Func<Stream> open, long size, string name, string? mediaType = null, IProgress<long>? progress = null, CancellationToken cancellation = default)
    {
        CheckSize(size, name);
        string type = mediaType ?? await TypeOfAsync(open, name).ConfigureAwait(false);
        if (!MediaTypeHeaderValue.TryParse(type, out _))
        {
            throw ReplicateException.Invalid($"'{type}' is not a media type such as image/png.");
        }

        return new ReplicateFile(await _api.CreateAsync(
            "files", profile => new FileUploadContent(open(), size, name, type, progress, profile), "id", cancellation).ConfigureAwait(false));
    }

    /// <summary>Reads a file as a data URI, which an input can hold instead of a link.</summary>
    /// <param name="open">Opens it at its beginning.</param>
    /// <param name="size">How many bytes it has.</param>
    /// <param name="name">Its name, for its type.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <returns>The data URI.</returns>
    public static async Task<string> InlineAsync(Func<Stream> open, long size, string name, CancellationToken cancellation = default)
    {
        CheckSize(size, name);
        using Stream content = open();
        using MemoryStream bytes = new((int)size);
        await content.CopyToAsync(bytes, FileUploadContent.BufferSize, cancellation).ConfigureAwait(false);
        byte[] buffer = bytes.GetBuffer();
        int length = (int)bytes.Length;
        return $"data:{MediaTypes.Of(name, buffer, length)};base64,{Convert.ToBase64String(buffer, 0, length)}";
    }

    /// <summary>Reads a file to tell whether another holds the same: equal texts mean equal bytes of one type.</summary>
    /// <param name="open">Opens it at its beginning.</param>
    /// <param name="size">How many bytes it has.</param>
    /// <param name="name">Its name, for its type.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <returns>The type and a SHA-256 of the content.</returns>
    /// <exception cref="ReplicateException">It is over 100 MiB.</exception>
    public static async Task<string> FingerprintAsync(Func<Stream> open, long size, string name, CancellationToken cancellation = default)
    {
        CheckSize(size, name);
        using IncrementalHash sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using Stream content = open();
        byte[] buffer = new byte[FileUploadContent.BufferSize];
        string? type = null;
        for (int read; (read = await content.ReadAsync(buffer, 0, buffer.Length, cancellation).ConfigureAwait(false)) > 0;)
        {
            type ??= MediaTypes.Of(name, buffer, read);
            sha.AppendData(buffer, 0, read);
        }

        return $"{type} {Convert.ToBase64String(sha.GetHashAndReset())}";
    }

    /// <summary>Reads what is known of a file: <c>GET /files/{id}</c>.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns>The file without its content.</returns>
    public async Task<ReplicateFile> GetAsync(string id, CancellationToken cancellation = default) =>
        new(await _api.GetAsync(PathOf(id), cancellation, lane: RequestLane.Unlimited).ConfigureAwait(false));

    /// <summary>Reads all files of the account: <c>GET /files</c>.</summary>
    /// <param name="cancellation">Ends the walk.</param>
    /// <returns>Page by page, as they are asked for; the order is Replicate's own.</returns>
    public IAsyncEnumerable<Page<ReplicateFile>> ListAsync(CancellationToken cancellation = default) =>
        _api.ListAsync("files", json => new ReplicateFile(json), cancellation, RequestLane.Unlimited);

    /// <summary>
    /// Makes the link that a file can be downloaded by, with nothing else, until it expires: <c>GET /files/{id}/download</c>.
    /// </summary>
    /// <param name="id">The file's id.</param>
    /// <param name="owner">The user or organization that uploaded it.</param>
    /// <param name="expiry">Until when the link works.</param>
    /// <param name="signingSecret">The Files API signing secret.</param>
    /// <returns>The link; <see cref="OutputsApi"/> saves what is there.</returns>
    public Uri SignedLink(string id, string owner, DateTimeOffset expiry, string signingSecret)
    {
        string until = expiry.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        using HMACSHA256 hmac = new(Encoding.UTF8.GetBytes(signingSecret));
        string signature = Convert.ToBase64String(hmac.ComputeHash(Encoding.UTF8.GetBytes($"{owner} {PathSegment.Check(id, "a file id")} {until}")));
        return _api.Address.At(
            $"{PathOf(id)}/download?owner={Uri.EscapeDataString(owner)}&expiry={until}&signature={Uri.EscapeDataString(signature)}");
    }

    /// <summary>Deletes a file: <c>DELETE /files/{id}</c>.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns>When it is deleted.</returns>
    public Task DeleteAsync(string id, CancellationToken cancellation = default) => _api.DeleteAsync(PathOf(id), cancellation);

    internal static void CheckSize(long size, string path)
    {
        if (size > LargestFile)
        {
            throw new ReplicateException(
                ErrorKind.FileTooLarge, $"'{path}' has {size / 1048576.0:F1} MiB. Replicate takes files of up to 100 MiB.");
        }
    }

    /// <summary>Opens a file before anything is sent, so that one that cannot be read is told apart from a lost connection.</summary>
    private static FileStream Open(string path)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, FileUploadContent.BufferSize, useAsync: true);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new ReplicateException(ErrorKind.InvalidInput, $"'{path}' cannot be read: {fault.Message}", fault);
        }
    }

    private static async Task<string> TypeOfAsync(Func<Stream> open, string name)
    {
        byte[] head = new byte[MediaTypes.HeadLength];
        using Stream content = open();
        int length = 0;
        for (int read; length < head.Length && (read = await content.ReadAsync(head, length, head.Length - length).ConfigureAwait(false)) > 0;)
        {
            length += read;
        }

        return MediaTypes.Of(name, head, length);
    }

    private static string PathOf(string id) => $"files/{PathSegment.Escape(id, "a file id")}";
}
