using System;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Extensions.DependencyInjection;

namespace ReplicatePS.Core;

/// <summary>What the process shares: one connection pool, and one limiter for each token. Made when first used.</summary>
internal sealed class HttpStack
{
    private const string ClientName = "ReplicatePS";

    private static readonly Lazy<HttpStack> Lazy = new(() => new HttpStack());

    // Keyed by a hash, so that no token is kept.
    private readonly ConcurrentDictionary<(string Origin, int Token), RateLimiter> _limiters = new();

    private HttpStack()
    {
        ServiceCollection services = new();
        services.AddHttpClient(ClientName).ConfigurePrimaryHttpMessageHandler(() => CreateHandler()).RemoveAllLoggers();
        IHttpMessageHandlerFactory factory = services.BuildServiceProvider().GetRequiredService<IHttpMessageHandlerFactory>();
        Transport = new PooledTransport(factory);
    }

    public static HttpStack Shared => Lazy.Value;

    /// <summary>Carries requests over the shared pool.</summary>
    public HttpMessageHandler Transport { get; }

    /// <summary>A handler that leaves redirects to the core, which knows where a token may go, and so compressed bodies, which it bounds.</summary>
    /// <param name="proxy">The proxy; null is the system's.</param>
    /// <param name="credentials">The account for the proxy; null is the one that comes with it.</param>
    public static HttpClientHandler CreateHandler(IWebProxy? proxy = null, ICredentials? credentials = null) => new()
    {
        Proxy = (proxy ?? WebRequest.DefaultWebProxy) is { } used ? new RemoteProxy(used, credentials) : null,
        AllowAutoRedirect = false,
        UseCookies = false,
        MaxConnectionsPerServer = 256,
    };

    public RateLimiter LimiterFor(Uri baseUri, string? token) =>
        _limiters.GetOrAdd((baseUri.GetLeftPart(UriPartial.Authority), token?.GetHashCode() ?? 0), _ => new RateLimiter(TimeProvider.System));

    /// <summary>The factory renews its handlers from time to time, so that changes of DNS are seen; each request takes the current one.</summary>
    private sealed class PooledTransport : HttpMessageHandler
    {
        private readonly IHttpMessageHandlerFactory _factory;

        public PooledTransport(IHttpMessageHandlerFactory factory)
        {
            _factory = factory;
        }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellation)
        {
            using HttpMessageInvoker invoker = new(_factory.CreateHandler(ClientName), disposeHandler: false);
            return await invoker.SendAsync(request, cancellation).ConfigureAwait(false);
        }
    }
}
