using System;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;

namespace ReplicatePS.Core;

/// <summary>
/// Sends requests through the row of handlers. What reads is in <see cref="Reads"/>, what creates and changes in <see cref="Changes"/>.
/// </summary>
internal sealed class ApiConnection
{
    private readonly HttpMessageInvoker _invoker;

    public ApiConnection(ReplicateClientOptions options)
    {
        Options = options;
        Address = new ApiAddress(options.BaseUri);

        // Read from the bottom: the request passes the last handler first.
        HttpMessageHandler handler = options.Transport ?? HttpStack.Shared.Transport;
        handler = new DeadlineHandler(options.TimeProvider, options.Timeout, handler);
        handler = new EchoHandler(handler);
        handler = options.Trace is { } trace ? new TracingHandler(trace, Address, handler) : handler;
        handler = new AuthHandler(options, Address, handler);
        handler = new RateLimitHandler(options, Address, handler);
        handler = new RetryHandler(options, Address, handler);
        _invoker = new HttpMessageInvoker(handler, disposeHandler: false);
    }

    public ReplicateClientOptions Options { get; }

    public ApiAddress Address { get; }

    /// <summary>Whether it is an emulator, which can call what listens on this machine alone.</summary>
    public bool IsOnThisMachine => Options.TokenIsOptional || Address.IsLoopback;

    public static HttpRequestMessage Request(HttpMethod method, Uri address, RequestProfile profile)
    {
        HttpRequestMessage request = profile.Attach(new HttpRequestMessage(method, address));
        request.Headers.TryAddWithoutValidation("User-Agent", ReplicateClient.UserAgent);
        request.Headers.TryAddWithoutValidation("Accept", "application/json, application/problem+json;q=0.9, */*;q=0.5");
        ContentCoding.AskForGzip(request);
        request.Headers.ExpectContinue = false;
        return request;
    }

    /// <summary>Sends a request and gives back a success, or a redirect where the caller follows one.</summary>
    public async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellation, bool mayRedirect = false)
    {
        HttpResponseMessage response = await SendRawAsync(request, cancellation).ConfigureAwait(false);
        if (response.IsSuccessStatusCode || (mayRedirect && Redirect.Is(response)))
        {
            return response;
        }

        using (response)
        {
            throw Refusal(response);
        }
    }

    /// <summary>Sends a request as it is and gives back any answer.</summary>
    public async Task<HttpResponseMessage> SendRawAsync(HttpRequestMessage request, CancellationToken cancellation)
    {
        try
        {
            return await _invoker.SendAsync(request, cancellation).ConfigureAwait(false);
        }
        catch (Exception fault) when (ConnectionFault.Is(fault))
        {
            throw new ReplicateException(
                ErrorKind.ConnectionFailed, $"{request.RequestUri!.Host} gave no answer: {ConnectionFault.Describe(fault)}.", fault)
            {
                IsUntrusted = ConnectionFault.IsUntrusted(fault),
                IsProxyRefusal = ConnectionFault.IsProxyRefusal(fault),
            };
        }
    }

    /// <summary>What an answer that is no success says.</summary>
    public ReplicateException Refusal(HttpResponseMessage response)
    {
        if (Redirect.Is(response))
        {
            return Redirect.Refused(response, Address);
        }

        string body = response.Content is BufferedContent buffered ? buffered.Text : string.Empty;
        return ProblemReader.Read(response, body, RetryHandler.RetryAfter(response, Options.TimeProvider.GetUtcNow()));
    }
}
