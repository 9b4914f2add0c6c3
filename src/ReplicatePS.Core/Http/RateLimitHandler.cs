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

        RateLimiter limiter = LazyInitializer.EnsureInitialized(ref _limiter, FindLimiter)!;
        await limiter.EnterAsync(lane, cancellation).ConfigureAwait(false);
        LimitNotice notice = default;
        try
        {
            HttpResponseMessage response = await base.SendAsync(request, cancellation).ConfigureAwait(false);
            notice = new LimitNotice
            {
                IsAnswer = true,
                IsRefusal = (int)response.StatusCode == 429,
                Remaining = (int?)Figure(response, "ratelimit-remaining"),
                Reset = Figure(response, "ratelimit-reset") is { } seconds ? ProblemReader.Seconds(seconds) : null,
                RetryAfter = RetryHandler.RetryAfter(response, _options.TimeProvider.GetUtcNow()),
            };
            return response;
        }
        finally
        {
            limiter.Leave(lane, notice);
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
