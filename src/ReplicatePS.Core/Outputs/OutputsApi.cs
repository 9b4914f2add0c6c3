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
    private const int BufferSize = 64 * 1024;
    private const int MostRedirects = 5;
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
        string temporary = $"{path}.{Guid.NewGuid():N}.part";
        try
        {
            long length;
            using (FileStream target = new(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, BufferSize, useAsync: true))
            {
                if (link.IsInline)
                {
                    byte[] content = link.ReadInline();
                    await target.WriteAsync(content, 0, content.Length, cancellation).ConfigureAwait(false);
                }
                else
                {
                    await DownloadAsync(new Uri(link.Text), target, progress, cancellation).ConfigureAwait(false);
                }

                length = target.Length;
            }

            if (overwrite)
            {
                File.Delete(path);
            }

            File.Move(temporary, path);
            return length;
        }
        catch (Exception fault) when (fault is UnauthorizedAccessException or IOException)
        {
            throw new ReplicateException(ErrorKind.InvalidInput, $"'{path}' cannot be written: {fault.Message}", fault);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    private async Task DownloadAsync(Uri source, FileStream target, IProgress<long>? progress, CancellationToken cancellation)
    {
        string? etag = null;
        for (int cuts = 0; ;)
        {
            long before = target.Length;
            using HttpResponseMessage response = await OpenAsync(source, before, etag, cancellation).ConfigureAwait(false);
            if (response.StatusCode != HttpStatusCode.PartialContent || response.Content.Headers.ContentRange?.From != before)
            {
                // The whole file comes anew.
                target.SetLength(0);
            }

            etag = response.Headers.ETag is { IsWeak: false } tag ? tag.Tag : null;
            long? expected = target.Length + response.Content.Headers.ContentLength;
            string? cut = await CopyAsync(response, target, progress, cancellation).ConfigureAwait(false);
            if (cut is null && (expected is null || target.Length == expected))
            {
                return;
            }

            cuts = target.Length > before ? 1 : cuts + 1;
            if (cuts > MostCutsWithoutProgress)
            {
                throw new ReplicateException(
                    ErrorKind.ConnectionFailed,
                    $"The download from {source.Host} was cut at {target.Length} of {expected?.ToString() ?? "an unknown number of"} bytes{(cut is null ? "." : $": {cut}.")}");
            }

            await _api.Options.TimeProvider.Delay(_api.Options.RetryInterval, cancellation).ConfigureAwait(false);
        }
    }

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
                bool isRedirect = (int)response.StatusCode is >= 300 and < 400 && response.Headers.Location is not null;
                address = isRedirect && redirects < MostRedirects
                    ? Secure(address, new Uri(address, response.Headers.Location))
                    : throw Refusal(response, source);
            }
        }
    }

    private async Task<string?> CopyAsync(HttpResponseMessage response, FileStream target, IProgress<long>? progress, CancellationToken cancellation)
    {
        using Deadline idle = new(_api.Options.TimeProvider, _api.Options.Timeout, cancellation);
        using CancellationTokenRegistration abort = idle.Token.Register(response.Dispose);
        byte[] buffer = new byte[BufferSize];
        target.Seek(0, SeekOrigin.End);
        try
        {
            using Stream content = await response.Content.ReadAsStreamAsync().ConfigureAwait(false);
            while (true)
            {
                int read;
                try
                {
                    read = await content.ReadAsync(buffer, 0, buffer.Length, idle.Token).ConfigureAwait(false);
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

    private static Uri Secure(Uri from, Uri to) => from.Scheme == Uri.UriSchemeHttps && to.Scheme != Uri.UriSchemeHttps
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

        return _api.Refusal(response);
    }
}
