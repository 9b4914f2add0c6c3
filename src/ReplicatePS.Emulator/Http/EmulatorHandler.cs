using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;

namespace ReplicatePS.Emulator.Http;

/// <summary>The in-process door: answers requests without a network.</summary>
internal sealed class EmulatorHandler : HttpMessageHandler
{
    private readonly RequestPipeline _pipeline;

    public EmulatorHandler(RequestPipeline pipeline)
    {
        _pipeline = pipeline;
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Uri url = request.RequestUri!;
        if (!Origin.IsOwned(url.Host))
        {
            throw new HttpRequestException($"No such host is known. ({url.Authority})");
        }

        IEnumerable<KeyValuePair<string, IEnumerable<string>>> headers = request.Headers;
        if (request.Content is not null)
        {
            // Asking for the length makes it known; headers then carry it as a server would see it.
            _ = request.Content.Headers.ContentLength;
            headers = headers.Concat(request.Content.Headers);
        }

        var received = new EmulatorRequest(
            request.Method.Method,
            url,
            headers.Select(h => new KeyValuePair<string, string>(h.Key, string.Join(h.Key == "User-Agent" ? " " : ", ", h.Value))),
            token => Task.FromResult(OpenBody(request.Content, token)));
        try
        {
            EmulatorResponse answer = await _pipeline.AnswerAsync(received, cancellationToken).ConfigureAwait(false);
            return Message(request, answer);
        }
        catch (ConnectionLostException exception)
        {
            throw new HttpRequestException("An error occurred while sending the request.", exception);
        }
    }

    private static Stream OpenBody(HttpContent? content, CancellationToken cancellationToken)
    {
        if (content is null)
        {
            return Stream.Null;
        }

        var handoff = new HandoffStream();
        _ = Task.Run(
            async () =>
            {
                try
                {
                    await content.CopyToAsync(handoff).ConfigureAwait(false);
                    handoff.End();
                }
                catch (Exception exception)
                {
                    // Whatever the content throws belongs to the side that reads.
                    handoff.End(exception);
                }
            },
            cancellationToken);
        return handoff;
    }

    private static HttpResponseMessage Message(HttpRequestMessage request, EmulatorResponse answer)
    {
        var message = new HttpResponseMessage((HttpStatusCode)answer.Status)
        {
            RequestMessage = request,
            Content = new StreamContent(answer.Body, 81920),
        };
        message.Content.Headers.ContentLength = answer.ContentLength;
        foreach (KeyValuePair<string, string> header in answer.Headers)
        {
            if (!message.Headers.TryAddWithoutValidation(header.Key, header.Value))
            {
                message.Content.Headers.TryAddWithoutValidation(header.Key, header.Value);
            }
        }

        return message;
    }
}
