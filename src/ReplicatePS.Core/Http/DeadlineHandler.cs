using System;
using System.IO;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;

namespace ReplicatePS.Core;

/// <summary>
/// Bounds one try: until the headers of a streamed answer, until the last byte of any other. Reading the body in here lets a
/// connection that is lost in the middle of an answer be retried like any other.
/// </summary>
internal sealed class DeadlineHandler : DelegatingHandler
{
    private const int LargestBody = 64 * 1024 * 1024;

    private readonly TimeProvider _clock;
    private readonly TimeSpan _timeout;

    public DeadlineHandler(TimeProvider clock, TimeSpan timeout, HttpMessageHandler inner)
        : base(inner)
    {
        _clock = clock;
        _timeout = timeout;
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellation)
    {
        RequestProfile profile = RequestProfile.Of(request);
        using Deadline deadline = new(_clock, _timeout, cancellation);
        profile.Deadline = deadline;
        profile.SentAt = _clock.GetUtcNow();
        HttpResponseMessage? response = null;
        try
        {
            response = await base.SendAsync(request, deadline.Token).ConfigureAwait(false);
            if (!profile.IsStreamed || !response.IsSuccessStatusCode)
            {
                response.Content = await ReadAsync(response, deadline).ConfigureAwait(false);
            }

            return response;
        }
        catch (Exception fault)
        {
            response?.Dispose();
            if (deadline.IsUp && !cancellation.IsCancellationRequested)
            {
                throw new TimeoutException($"No answer came within {_timeout.TotalSeconds:0.#} s.", fault);
            }

            cancellation.ThrowIfCancellationRequested();
            throw;
        }
        finally
        {
            profile.Deadline = null;
        }
    }

    private static async Task<BufferedContent> ReadAsync(HttpResponseMessage response, Deadline deadline)
    {
        HttpContent? content = response.Content;
        if (content is null)
        {
            return new BufferedContent(Array.Empty<byte>(), 0, null);
        }

        // A read that does not heed its token (older frameworks) ends when the answer is disposed.
        using CancellationTokenRegistration abort = deadline.Token.Register(response.Dispose);
        using Stream stream = await content.ReadAsStreamAsync().ConfigureAwait(false);
        long announced = Math.Min(content.Headers.ContentLength ?? 0, LargestBody);
        byte[] buffer = new byte[Math.Max(4096, (int)announced + 1)];
        int length = 0;
        int read;
        while ((read = await stream.ReadAsync(buffer, length, buffer.Length - length, deadline.Token).ConfigureAwait(false)) > 0)
        {
            length += read;
            if (length > LargestBody)
            {
                throw new ReplicateException(ErrorKind.BadResponse, "The answer is larger than 64 MiB, which no answer of the API is.")
                {
                    StatusCode = response.StatusCode,
                };
            }

            if (length == buffer.Length)
            {
                Array.Resize(ref buffer, Math.Min(buffer.Length * 2, LargestBody + 1));
            }
        }

        return new BufferedContent(buffer, length, content.Headers.ContentType?.MediaType);
    }
}
