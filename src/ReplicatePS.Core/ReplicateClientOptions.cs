using System;
using System.Net;
using System.Net.Http;

namespace ReplicatePS.Core;

/// <summary>How a <see cref="ReplicateClient"/> reaches Replicate.</summary>
public sealed class ReplicateClientOptions
{
    /// <summary>Replicate's own address.</summary>
    public static readonly Uri DefaultBaseUri = new("https://api.replicate.com/v1");

    /// <summary>The API's address, with <c>/v1</c> or without.</summary>
    public Uri BaseUri { get; init; } = DefaultBaseUri;

    /// <summary>Gives the token; asked for each request, so that a renewed token is used at once.</summary>
    public Func<string?> Token { get; init; } = () => Environment.GetEnvironmentVariable("REPLICATE_API_TOKEN");

    /// <summary>Whether requests may go out without a token, as the emulator allows.</summary>
    public bool TokenIsOptional { get; init; }

    /// <summary>What carries the requests; null is the connection pool that the process shares.</summary>
    public HttpMessageHandler? Transport { get; init; }

    /// <summary>The clock for waits, retries and deadlines.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>How often a request is repeated at most, 0 or more, within half an hour of its first failure. Creates are repeated only after a 429.</summary>
    public int MaximumRetryCount { get; init; } = 5;

    /// <summary>The first pause between tries; it doubles from try to try. What Replicate asks for comes first.</summary>
    public TimeSpan RetryInterval { get; init; } = TimeSpan.FromSeconds(0.5);

    /// <summary>How long one try may take until its answer is there; transfers may pause for as long.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(100);

    /// <summary>Is told of each request that was sent. Never sees a token.</summary>
    public Action<RequestTrace>? Trace { get; init; }

    /// <summary>Is told when a request is held back for a while. Never sees a token.</summary>
    public Action<RequestPause>? Pausing { get; init; }

    /// <summary>Whether a <see cref="Transport"/> of one's own, such as a way through a proxy, counts against the limiter that all clients of the token share.</summary>
    public bool SharesLimiter { get; init; }

    /// <summary>What holds requests back when Replicate's limits are near; null is the one that all clients of the token share, or one of its own where there is a <see cref="Transport"/>.</summary>
    public RateLimiter? Limiter { get; init; }

    /// <summary>A transport of one's own that the core can work with, to be given a certificate or a proxy. Requests to this machine pass the proxy by.</summary>
    /// <param name="proxy">The proxy; null is the system's.</param>
    /// <param name="credentials">The account for the proxy; null is the one that comes with it.</param>
    /// <returns>A handler that leaves redirects to the core, which knows where a token may go.</returns>
    public static HttpClientHandler CreateTransport(IWebProxy? proxy = null, ICredentials? credentials = null) =>
        HttpStack.CreateHandler(proxy, credentials);
}
