using System;
using System.Globalization;
using System.Net;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Threading;
using System.Threading.Tasks;

namespace ReplicatePS.Core;

/// <summary>
/// Sends again what is safe to send again. Reads, cancels and deletes: after 408, 429, 5xx and lost connections. Creates cost
/// money and have no key that would make them safe to repeat: after 429, which says that nothing was created, and when no
/// byte had left this machine.
/// </summary>
internal sealed class RetryHandler : DelegatingHandler
{
    /// <summary>What is waited at most before the next try, whatever an answer asks for.</summary>
    public static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(60);

    /// <summary>No repeat begins later than this after the first try has failed, however many there may be.</summary>
    public static readonly TimeSpan LongestRepeating = TimeSpan.FromMinutes(30);

    private readonly ReplicateClientOptions _options;
    private readonly ApiAddress _address;

    // Pauses differ from client to client, so that parallel jobs do not return in step.
    private readonly Random _jitter = new();

    public RetryHandler(ReplicateClientOptions options, ApiAddress address, HttpMessageHandler inner)
        : base(inner)
    {
        _options = options;
        _address = address;
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellation)
    {
        RequestProfile profile = RequestProfile.Of(request);
        int repeats = profile.IsOptional ? 0 : _options.MaximumRetryCount;
        long? failingSince = null;
        for (int attempt = 1; ; attempt++)
        {
            profile.Attempt = attempt;
            profile.MayHaveArrived = false;
            profile.Fragment = null;
            if (profile.Content is { } content)
            {
                // A body belongs to one try: transports may keep, dispose or half send it.
                request.Content?.Dispose();
                request.Content = content();
            }

            HttpResponseMessage? response = null;
            TimeSpan? asked = null;
            try
            {
                response = await base.SendAsync(request, cancellation).ConfigureAwait(false);
                asked = RetryAfter(response, _options.TimeProvider.GetUtcNow());
                if (!MayRepeat(attempt) || !IsRepeatable(response.StatusCode, profile))
                {
                    return response;
                }

                profile.Refused();
            }
            catch (Exception fault) when (ConnectionFault.Is(fault) && MayRepeat(attempt)
                && (profile.MayRepeat || !profile.MayHaveArrived) && !ConnectionFault.IsLasting(fault)
                && !(profile.TimeLeft(_options.TimeProvider) < OwnPause(attempt)))
            {
                // Sent again below.
            }

            profile.MayBeDone |= response is null || (int)response.StatusCode != 429;
            response?.Dispose();
            TimeSpan pause = Pause(attempt, asked);
            if (pause > TimeSpan.Zero)
            {
                _options.Pausing?.Invoke(new RequestPause(
                    request.Method.Method, _address.NameOf(request), pause, asked, attempt + 1, repeats + 1));
            }

            failingSince ??= _options.TimeProvider.GetTimestamp();
            await _options.TimeProvider.Delay(pause, cancellation).ConfigureAwait(false);
        }

        bool MayRepeat(int attempt) => attempt <= repeats
            && !(failingSince is { } since && _options.TimeProvider.GetElapsedTime(since) >= LongestRepeating);
    }

    /// <summary>How long the answer asks to wait: in its header as seconds or date, else in its body.</summary>
    public static TimeSpan? RetryAfter(HttpResponseMessage response, DateTimeOffset now)
    {
        if (response.Headers.RetryAfter is { } header)
        {
            // The date is by the server's clock, which need not agree with ours.
            return header.Delta ?? (header.Date - (response.Headers.Date ?? now)) switch
            {
                { } left when left > TimeSpan.Zero => left,
                null => null,
                _ => TimeSpan.Zero,
            };
        }

        if (double.TryParse(ProblemReader.Header(response, "retry-after"), NumberStyles.Float, CultureInfo.InvariantCulture, out double seconds))
        {
            return ProblemReader.Seconds(seconds);
        }

        if ((int)response.StatusCode != 429)
        {
            return null;
        }

        return (response.Content is BufferedContent body ? ProblemReader.RetryAfterInBody(body.Text) : null)
            ?? (double.TryParse(ProblemReader.Header(response, "ratelimit-reset"), NumberStyles.Float, CultureInfo.InvariantCulture, out seconds)
                ? ProblemReader.Seconds(seconds)
                : null);
    }

    private static bool IsRepeatable(HttpStatusCode status, RequestProfile profile) => (int)status switch
    {
        429 => true,
        408 or 500 or (>= 502 and <= 504) or (>= 520 and <= 530) => profile.MayRepeat,
        _ => false,
    };

    private TimeSpan OwnPause(int attempt) => TimeSpan.FromSeconds(_options.RetryInterval.TotalSeconds * Math.Pow(2, Math.Min(attempt - 1, 10)));

    private TimeSpan Pause(int attempt, TimeSpan? asked)
    {
        double factor;
        lock (_jitter)
        {
            factor = _jitter.NextDouble();
        }

        double own = OwnPause(attempt).TotalSeconds;

        // Never before the time that was asked for, and a little after it; half to all of our own time.
        TimeSpan pause = asked is { } span
            ? (span < LongestPause ? span : LongestPause) + TimeSpan.FromSeconds(factor * Math.Min(own, 1))
            : TimeSpan.FromSeconds(own * (0.5 + (factor / 2)));
        return pause < LongestPause ? pause : LongestPause;
    }
}
