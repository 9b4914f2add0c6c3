using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Text;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;

namespace ReplicatePS.Core.Tests;

/// <summary>A request as the stub saw it.</summary>
internal sealed record SeenRequest(string Method, Uri Uri, string? Authorization, string Body, IReadOnlyDictionary<string, string> Headers)
{
    public JsonElement Json => JsonDocument.Parse(Body).RootElement;

    public string Route => $"{Method} {Uri.PathAndQuery}";
}

/// <summary>Answers requests from a script: each call takes the next answer, the last one stays.</summary>
internal sealed class StubTransport : HttpMessageHandler
{
    private readonly List<Func<SeenRequest, CancellationToken, Task<HttpResponseMessage>>> _script = new();
    private readonly List<SeenRequest> _seen = new();
    private int _next;

    public IReadOnlyList<SeenRequest> Seen
    {
        get
        {
            lock (_seen)
            {
                return _seen.ToArray();
            }
        }
    }

    public IEnumerable<string> Routes => Seen.Select(request => request.Route);

    public StubTransport Then(Func<SeenRequest, HttpResponseMessage> answer) => ThenAsync((request, _) => Task.FromResult(answer(request)));

    public StubTransport Then(int status, string body, params (string Name, string Value)[] headers) =>
        Then(_ => Answer(status, body, "application/json", headers));

    public StubTransport ThenThrow(Func<Exception> fault) => ThenAsync((_, _) => Task.FromException<HttpResponseMessage>(fault()));

    /// <summary>Never answers; ends with its token.</summary>
    public StubTransport ThenStall() => ThenAsync(async (_, cancellation) =>
    {
        await Task.Delay(Timeout.Infinite, cancellation);
        throw new InvalidOperationException();
    });

    public StubTransport ThenAsync(Func<SeenRequest, CancellationToken, Task<HttpResponseMessage>> answer)
    {
        _script.Add(answer);
        return this;
    }

    public static HttpResponseMessage Answer(int status, string body, string type = "application/json", params (string Name, string Value)[] headers)
    {
        HttpResponseMessage response = new((HttpStatusCode)status) { Content = new StringContent(body, Encoding.UTF8, type) };
        foreach ((string name, string value) in headers)
        {
            Assert.True(response.Headers.TryAddWithoutValidation(name, value));
        }

        return response;
    }

    /// <summary>An answer whose body comes from a stream.</summary>
    public static HttpResponseMessage Answer(Stream body, int status = 200, long? length = null)
    {
        HttpResponseMessage response = new((HttpStatusCode)status) { Content = new StreamContent(body) };
        response.Content.Headers.ContentLength = length;
        return response;
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellation)
    {
        string body = request.Content is null ? string.Empty : await request.Content.ReadAsStringAsync(cancellation);
        SeenRequest seen = new(
            request.Method.Method,
            request.RequestUri!,
            request.Headers.Authorization?.ToString(),
            body,
            request.Headers.ToDictionary(header => header.Key, header => string.Join(",", header.Value), StringComparer.OrdinalIgnoreCase));
        Func<SeenRequest, CancellationToken, Task<HttpResponseMessage>> answer;
        lock (_seen)
        {
            _seen.Add(seen);
            answer = _script[Math.Min(_next++, _script.Count - 1)];
        }

        HttpResponseMessage response = await answer(seen, cancellation);
        response.RequestMessage = request;
        return response;
    }
}
