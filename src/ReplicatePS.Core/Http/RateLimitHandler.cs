using System;
using System.Globalization;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;

namespace ReplicatePS.Core;

/// <summary>Passes each try through the limiter, and tells it what the answer says of the limits.</summary>
internal sealed class RateLimitHandler : DelegatingHandler
{
    private readonly ReplicateClientOptions _options;
    private RateLimiter? _limiter;

    public RateLimitHandler(ReplicateClientOptions options, HttpMessageHandler inner)
        : base(inner)
    {
        _options = options;
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellation)
    {
        RequestLane lane = RequestProfile.Of(request).Lane;
        if (lane == RequestLane.Unlimited)
        {
            return await base.SendAsync(request, cancellation).ConfigureAwait(false);
        }

        RateLimiter limiter = _limiter ??= FindLimiter();
        await limiter.EnterAsync(lane, cancellation).ConfigureAwait(false);
        int? remaining = null;
        TimeSpan? reset = null;
        TimeSpan? pause = null;
        try
        {
            HttpResponseMessage response = await base.SendAsync(request, cancellation).ConfigureAwait(false);
            remaining = (int?)Figure(response, "ratelimit-remaining");
            reset = Figure(response, "ratelimit-reset") is { } seconds ? ProblemReader.Seconds(seconds) : null;
            pause = (int)response.StatusCode == 429 ? RetryHandler.RetryAfter(response, _options.TimeProvider.GetUtcNow()) : null;
            return response;
        }
        finally
        {
            limiter.Leave(lane, remaining, reset, pause);
        }
    }

    // Not before the first request: the shared one goes by the token, which may be set late.
    private RateLimiter FindLimiter() => _options.Limiter
        ?? (_options.Transport is null ? HttpStack.Shared.LimiterFor(_options.BaseUri, _options.Token()) : new RateLimiter(_options.TimeProvider));

    private static double? Figure(HttpResponseMessage response, string name) =>
        double.TryParse(ProblemReader.Header(response, name), NumberStyles.Float, CultureInfo.InvariantCulture, out double figure)
        && figure is >= 0 and <= int.MaxValue
            ? figure
            : null;
}
