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
    // More is not made ready on the word of an answer that may never send it.
    private const int FirstBuffer = 64 * 1024;

    // What an answer that was held back may take on its way.
    private static readonly TimeSpan Transit = TimeSpan.FromSeconds(5);

    // Who stops a create that is on its way gets its id, if it comes in a moment: it may have been paid for.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(0.7);

    // An answer that is being held back will hardly come in just that moment; who stops has other ways to look for it.
    private static readonly TimeSpan GraceWhenHeld = TimeSpan.FromSeconds(0.25);

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
        profile.Send(_clock);
        TimeSpan timeout = TimeFor(profile);
        if (profile.TimeLeft(_clock) <= TimeSpan.Zero)
        {
            // It was spent on tries that found no connection, and on its turn: what is not sent cannot cost anything.
            throw new TimeoutException("Its time was up before it could be sent.");
        }

        using Deadline deadline = new(_clock, timeout, cancellation, () => GraceOf(profile));
        profile.Deadline = deadline;
        HttpResponseMessage? response = null;
        try
        {
            response = await base.SendAsync(request, deadline.Token).OrStopped(deadline.Token, late => late.Dispose()).ConfigureAwait(false);
            if (!profile.IsStreamed || !response.IsSuccessStatusCode)
            {
                response.Content = await ReadAsync(response, profile, deadline).ConfigureAwait(false);
            }

            return response;
        }
        catch (Exception fault)
        {
            (request.Content as RequestContent)?.Close();
            response?.Dispose();
            cancellation.ThrowIfCancellationRequested();
            if (deadline.IsUp)
            {
                throw new TimeoutException($"No answer came within {timeout.TotalSeconds:0.#} s.", fault);
            }

            if (fault is OperationCanceledException or ObjectDisposedException)
            {
                throw new IOException("The connection was given up.", fault);
            }

            throw;
        }
        finally
        {
            profile.Deadline = null;
        }
    }

    private static TimeSpan GraceOf(RequestProfile profile) => !profile.IsAtStake ? TimeSpan.Zero : profile.Hold is null ? Grace : GraceWhenHeld;

    private TimeSpan TimeFor(RequestProfile profile)
    {
        TimeSpan usual = profile.Hold + Transit is { } least && _timeout != Timeout.InfiniteTimeSpan && least > _timeout ? least : _timeout;
        return profile.TimeLeft(_clock) is { } left && (left < usual || usual == Timeout.InfiniteTimeSpan) ? left : usual;
    }

    private static async Task<BufferedContent> ReadAsync(HttpResponseMessage response, RequestProfile profile, Deadline deadline)
    {
        HttpContent? content = response.Content;
        if (content is null)
        {
            return new BufferedContent(Array.Empty<byte>(), 0, null);
        }

        using Stream stream = await ContentCoding.OpenAsync(content).OrStopped(deadline.Token).ConfigureAwait(false);
        int largest = response.IsSuccessStatusCode ? profile.LargestAnswer : AnswerSize.Refusal;
        byte[] buffer = new byte[(int)Math.Min(Math.Max(4096, content.Headers.ContentLength ?? 0), FirstBuffer) + 1];
        int length = 0;
        try
        {
            int read;
            while ((read = await ReadSomeAsync(stream, buffer, length, deadline.Token).ConfigureAwait(false)) > 0)
            {
                length += read;
                if (length > largest)
                {
                    if (!response.IsSuccessStatusCode)
                    {
                        break;
                    }

                    throw new ReplicateException(ErrorKind.BadResponse, $"The answer is larger than {largest >> 20} MiB, which no such answer of the API is.")
                    {
                        StatusCode = response.StatusCode,
                    };
                }

                if (length == buffer.Length)
                {
                    Array.Resize(ref buffer, Math.Min(buffer.Length * 2, largest + 1));
                }
            }
        }
        catch
        {
            // The id of what was created may be in what has come.
            profile.Fragment = response.IsSuccessStatusCode ? new BufferedContent(buffer, length, null) : null;
            throw;
        }

        return new BufferedContent(buffer, length, content.Headers.ContentType?.MediaType);
    }

    private static Task<int> ReadSomeAsync(Stream stream, byte[] buffer, int from, CancellationToken cancellation) =>
        stream.ReadAsync(buffer, from, buffer.Length - from, cancellation).OrStopped(cancellation);
}
