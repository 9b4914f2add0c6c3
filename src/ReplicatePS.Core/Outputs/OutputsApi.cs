using System;
using System.IO;
using System.Net;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Threading;
using System.Threading.Tasks;

namespace ReplicatePS.Core;

/// <summary>
/// Downloads the files that models make. They come from hosts other than the API's, so the token does not go along.
/// </summary>
public sealed class OutputsApi
{
    private const int BufferSize = 256 * 1024;
    private const int MostCutsWithoutProgress = 3;

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
        OutputLink link, string path, bool overwrite = false, IProgress<long>? progress = null, CancellationToken cancellation = default)
    {
        try
        {
            if (!overwrite && File.Exists(path))
            {
                throw new IOException("the file exists already.");
            }

            // A name of its own length, as the real one may be as long as names can be.
            string temporary = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path))!, $".{Guid.NewGuid():N}.part");
            using FileStream target = new(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, BufferSize, useAsync: true);
            try
            {
                await ReadAsync(link, target, progress, cancellation).ConfigureAwait(false);
                long length = target.Length;
                target.Dispose();
                if (overwrite)
                {
                    File.Delete(path);
                }

                File.Move(temporary, path);
                return length;
            }
            finally
            {
                target.Dispose();
                File.Delete(temporary);
            }
        }
        catch (Exception fault) when (fault is UnauthorizedAccessException or IOException or ArgumentException or NotSupportedException)
        {
            throw new ReplicateException(ErrorKind.InvalidInput, $"'{path}' cannot be written: {fault.Message}", fault);
        }
    }

    /// <summary>Fetches a file of an output. A download that is cut goes on where it stopped.</summary>
    /// <param name="link">The file.</param>
    /// <param name="target">Where it goes: an empty stream that can be written at any place.</param>
    /// <param name="progress">Is told how many bytes have come.</param>
    /// <param name="cancellation">Ends the download.</param>
    /// <returns>When every byte is there.</returns>
    /// <exception cref="ReplicateException">The file is gone, as it is after an hour, or cannot be had.</exception>
    public async Task ReadAsync(OutputLink link, Stream target, IProgress<long>? progress = null, CancellationToken cancellation = default)
    {
        if (link.IsInline)
        {
            byte[] content = link.ReadInline();
            await target.WriteAsync(content, 0, content.Length, cancellation).ConfigureAwait(false);
            progress?.Report(content.Length);
        }
        else
        {
            await DownloadAsync(new Uri(link.Text), target, progress, cancellation).ConfigureAwait(false);
        }
    }

    private async Task DownloadAsync(Uri source, Stream target, IProgress<long>? progress, CancellationToken cancellation)
    {
        string? etag = null;
        long? total = null;
        long furthest = 0;
        for (int cuts = 0; ;)
        {
            // Where the size is not known the answer may be compressed, and its parts cannot be put together.
            long from = total > target.Length ? target.Length : 0;
            using HttpResponseMessage response = await OpenAsync(source, from, etag, cancellation).ConfigureAwait(false);
            long? size = SizeOf(response);
            bool goesOn = from > 0 && size == total && StartOf(response) == from;
            if (!goesOn && StartOf(response) != 0)
            {
                throw new ReplicateException(ErrorKind.BadResponse, $"{source.Host} sent another part of the file than it was asked for.");
            }

            target.SetLength(goesOn ? from : 0);
            total = size;
            etag = response.Headers.ETag is { IsWeak: false } tag ? tag.Tag : null;
            string? cut = await CopyAsync(response, target, progress, cancellation).ConfigureAwait(false);
            if (cut is null && (total is null || target.Length == total))
            {
                return;
            }

            cuts = target.Length > furthest ? 1 : cuts + 1;
            furthest = Math.Max(furthest, target.Length);
            if (cuts > MostCutsWithoutProgress)
            {
                throw new ReplicateException(
                    ErrorKind.ConnectionFailed,
                    $"The download from {source.Host} was cut at {target.Length} of {total?.ToString() ?? "an unknown number of"} bytes{(cut is null ? "." : $": {cut}.")}");
            }

            await _api.Options.TimeProvider.Delay(_api.Options.RetryInterval, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>The size of the whole file, also where the answer is a part of it.</summary>
    private static long? SizeOf(HttpResponseMessage response) => response.StatusCode == HttpStatusCode.PartialContent
        ? response.Content.Headers.ContentRange?.Length
        : response.Content.Headers.ContentLength;

    private static long? StartOf(HttpResponseMessage response) =>
        response.StatusCode == HttpStatusCode.PartialContent ? response.Content.Headers.ContentRange?.From : 0;

    private async Task<HttpResponseMessage> OpenAsync(Uri source, long from, string? etag, CancellationToken cancellation)
    {
        Uri address = source;
        for (int redirects = 0; ; redirects++)
        {
            RequestProfile profile = new() { MayRepeat = true, IsStreamed = true, IsAuthenticated = false, Lane = RequestLane.Unlimited };
            using HttpRequestMessage request = ApiConnection.Request(HttpMethod.Get, address, profile);
            if (from > 0)
            {
                request.Headers.Range = new RangeHeaderValue(from, null);
                request.Headers.IfRange = etag is null ? null : new RangeConditionHeaderValue(new EntityTagHeaderValue(etag));
            }

            HttpResponseMessage response = await _api.SendRawAsync(request, cancellation).ConfigureAwait(false);
            if (response.IsSuccessStatusCode)
            {
                return response;
            }

            using (response)
            {
                Uri? target = Redirect.Is(response) ? Redirect.Location(response, address) : null;
                address = target is not null && redirects < Redirect.Most ? Secure(address, target) : throw Refusal(response, source);
            }
        }
    }

    private async Task<string?> CopyAsync(HttpResponseMessage response, Stream target, IProgress<long>? progress, CancellationToken cancellation)
    {
        using Deadline idle = new(_api.Options.TimeProvider, _api.Options.Timeout, cancellation);
        byte[] buffer = new byte[BufferSize];
        target.Seek(0, SeekOrigin.End);
        try
        {
            using Stream content = await response.Content.ReadAsStreamAsync().OrStopped(idle.Token).ConfigureAwait(false);
            while (true)
            {
                int read;
                try
                {
                    read = await content.ReadAsync(buffer, 0, buffer.Length, idle.Token).OrStopped(idle.Token).ConfigureAwait(false);
                }
                catch (Exception fault) when (!cancellation.IsCancellationRequested && (idle.IsUp || ConnectionFault.Is(fault)))
                {
                    return idle.IsUp ? $"nothing came for {_api.Options.Timeout.TotalSeconds:0.#} s" : ConnectionFault.Describe(fault);
                }

                if (read == 0)
                {
                    return null;
                }

                await target.WriteAsync(buffer, 0, read, cancellation).ConfigureAwait(false);
                idle.Extend();
                progress?.Report(target.Position);
            }
        }
        catch (Exception) when (cancellation.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellation);
        }
    }

    private static Uri Secure(Uri from, Uri to) => to.Scheme != Uri.UriSchemeHttps && to.Scheme != from.Scheme
        ? throw new ReplicateException(ErrorKind.BadResponse, $"The download from {from.Host} redirects to an address without https; it was not followed.")
        : to;

    private ReplicateException Refusal(HttpResponseMessage response, Uri source)
    {
        if (response.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Gone)
        {
            return new ReplicateException(
                ErrorKind.NotFound, $"The file {source.GetLeftPart(UriPartial.Path)} is gone. Replicate removes outputs an hour after they were made.")
            {
                StatusCode = response.StatusCode,
            };
        }

        // What is said of the token and the account does not hold for hosts of files.
        ReplicateException refused = _api.Refusal(response);
        return refused.Rephrase($"The download of {source.GetLeftPart(UriPartial.Path)} was refused with status {(int)response.StatusCode}.");
    }
}
