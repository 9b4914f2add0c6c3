using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ReplicatePS.Emulator.Delivery;
using ReplicatePS.Emulator.Streams;

namespace ReplicatePS.Emulator.Http;

/// <summary>What every request passes: journal, faults, token, rate limit, operation.</summary>
internal sealed class RequestPipeline
{
    private readonly EmulatorOptions _options;
    private readonly TimeProvider _clock;
    private readonly Router _router;
    private readonly DeliveryEndpoint _delivery;
    private readonly StreamEndpoint _streams;
    private readonly FaultSwitches _faults;
    private readonly RequestJournal _journal;
    private readonly RateLimiter _limiter;

    public RequestPipeline(
        EmulatorOptions options,
        TimeProvider clock,
        Router router,
        DeliveryEndpoint delivery,
        StreamEndpoint streams,
        FaultSwitches faults,
        RequestJournal journal)
    {
        _options = options;
        _clock = clock;
        _router = router;
        _delivery = delivery;
        _streams = streams;
        _faults = faults;
        _journal = journal;
        _limiter = new RateLimiter(options);
    }

    public async Task<EmulatorResponse> AnswerAsync(EmulatorRequest request, CancellationToken cancellationToken)
    {
        DateTimeOffset now = _clock.GetUtcNow();
        JournalEntry entry = _journal.Add(request, now);
        var exchange = new Exchange(request, now, entry, cancellationToken);
        Fault? fault = _faults.Take(request);
        try
        {
            EmulatorResponse response = fault is null
                ? await AnswerAsync(exchange).ConfigureAwait(false)
                : await fault.ApplyAsync(_clock, () => AnswerAsync(exchange), cancellationToken).ConfigureAwait(false);
            entry.Status = response.Status;
            return response;
        }
        finally
        {
            entry.EndedAt = _clock.GetUtcNow();
        }
    }

    private async Task<EmulatorResponse> AnswerAsync(Exchange exchange)
    {
        try
        {
            return DeliveryEndpoint.Owns(exchange.Request.Url) ? _delivery.Answer(exchange)
                : StreamAddress.Owns(exchange.Request.Url) ? _streams.Answer(exchange)
                : await AnswerApiAsync(exchange).ConfigureAwait(false);
        }
        catch (Refusal refusal)
        {
            return refusal.ToResponse();
        }
    }

    private async Task<EmulatorResponse> AnswerApiAsync(Exchange exchange)
    {
        Route? route = _router.Find(exchange, out bool otherMethod);
        if (route is null)
        {
            Authenticate(exchange);
            throw otherMethod
                ? Refusal.Detail(405, $"Method \"{exchange.Request.Method}\" not allowed.")
                : Refusal.NotFound();
        }

        exchange.NoteOperation(route.Text);
        string token = route.IsOpen ? "" : Authenticate(exchange);
        RateState? rate = _limiter.Take(token, route.Bucket, exchange.Now);
        EmulatorResponse response;
        try
        {
            response = rate is { Allowed: false }
                ? throw Refusal.Throttled(Math.Max(1, rate.RetryAfter))
                : await route.Endpoint(exchange).ConfigureAwait(false);
        }
        catch (Refusal refusal)
        {
            response = refusal.ToResponse();
        }

        return rate is null
            ? response
            : response
                .Set("ratelimit-remaining", rate.Remaining.ToString(Json.Invariant))
                .Set("ratelimit-reset", rate.Reset.ToString(Json.Invariant));
    }

    private string Authenticate(Exchange exchange)
    {
        string[] parts = (exchange.Request.Header("Authorization") ?? "").Split(new[] { ' ' }, StringSplitOptions.RemoveEmptyEntries);
        bool hasToken = parts.Length == 2 && new[] { "Bearer", "Token" }.Contains(parts[0], StringComparer.OrdinalIgnoreCase);
        string token = hasToken ? parts[1] : "";
        bool required = _options.RequireToken || _options.Token is not null;
        if ((required && !hasToken) || (_options.Token is not null && token != _options.Token))
        {
            throw Refusal.Unauthenticated();
        }

        return token;
    }
}
