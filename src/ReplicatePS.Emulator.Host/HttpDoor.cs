using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;

namespace ReplicatePS.Emulator.Host;

/// <summary>Carries requests from the web server to the emulator, and the answers back.</summary>
internal sealed class HttpDoor
{
    private const int BufferSize = 81920;

    private readonly ReplicateEmulator _emulator;

    public HttpDoor(ReplicateEmulator emulator)
    {
        _emulator = emulator;
    }

    public async Task AnswerAsync(HttpContext context)
    {
        CancellationToken gone = context.RequestAborted;
        try
        {
            EmulatorResponse answer = await _emulator.AnswerAsync(RequestOf(context.Request), gone);
            using Stream body = answer.Body;
            context.Response.StatusCode = answer.Status;
            foreach (KeyValuePair<string, string> header in answer.Headers)
            {
                context.Response.Headers[header.Key] = header.Value;
            }

            if (answer.Status != StatusCodes.Status204NoContent)
            {
                context.Response.ContentLength = answer.ContentLength;
            }

            await body.CopyToAsync(context.Response.Body, BufferSize, gone);
        }
        catch (ConnectionLostException)
        {
            // What was written so far must reach the client before the connection breaks.
            if (context.Response.HasStarted)
            {
                await context.Response.Body.FlushAsync(CancellationToken.None);
            }

            context.Abort();
        }
        catch (OperationCanceledException) when (gone.IsCancellationRequested)
        {
            // The client has left, so there is nobody to answer.
        }
    }

    private static EmulatorRequest RequestOf(HttpRequest request) => new(
        request.Method,
        new Uri(request.GetEncodedUrl()),
        request.Headers.Select(header => new KeyValuePair<string, string>(header.Key, header.Value.ToString())),
        _ => Task.FromResult(request.Body));
}
