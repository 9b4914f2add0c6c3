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
    private readonly ApiAddress _address;
    private RateLimiter? _own;

    public RateLimitHandler(ReplicateClientOptions options, ApiAddress address, HttpMessageHandler inner)
        : base(inner)
    {
        _options = options;
        _address = address;
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellation)
    {
        RequestProfile profile = RequestProfile.Of(request);
        RequestLane lane = profile.Lane;
        if (lane == RequestLane.Unlimited)
        {
            return await base.SendAsync(request, cancellation).ConfigureAwait(false);
        }

        RateLimiter limiter = FindLimiter();
        await limiter.EnterAsync(lane, cancellation, wait => Report(request, profile, wait)).ConfigureAwait(false);
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

    // By the token of each request: it may be set late, or change.
    private RateLimiter FindLimiter() => _options.Limiter
        ?? (_options.Transport is null || _options.SharesLimiter
            ? HttpStack.Shared.LimiterFor(_options.BaseUri, _options.Token())
            : LazyInitializer.EnsureInitialized(ref _own, () => new RateLimiter(_options.TimeProvider))!);

    private void Report(HttpRequestMessage request, RequestProfile profile, TimeSpan wait) => _options.Pausing?.Invoke(new RequestPause(
        request.Method.Method, _address.NameOf(request), wait, null, profile.Attempt, _options.MaximumRetryCount + 1));

    private static double? Figure(HttpResponseMessage response, string name) =>
        double.TryParse(ProblemReader.Header(response, name), NumberStyles.Float, CultureInfo.InvariantCulture, out double figure)
        && figure is >= 0 and <= int.MaxValue
            ? figure
            : null;
}
