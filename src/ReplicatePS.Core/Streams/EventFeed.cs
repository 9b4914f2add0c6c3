using System;
using System.Collections.Generic;
using System.IO;
using System.Net.Http;
using System.Net.ServerSentEvents;
using System.Threading;
using System.Threading.Tasks;

namespace ReplicatePS.Core;

/// <summary>One connection to an event stream, until it ends or is cut; from here the two look the same.</summary>
internal sealed class EventFeed : IAsyncDisposable
{
    private readonly HttpResponseMessage _response;
    private readonly EventBody _body;
    private readonly SseParser<string> _parser;
    private readonly IAsyncEnumerator<SseItem<string>> _items;
    private readonly CancellationToken _cancellation;

    private EventFeed(HttpResponseMessage response, EventBody body, CancellationToken cancellation)
    {
        _response = response;
        _body = body;
        _cancellation = cancellation;
        _parser = SseParser.Create(body);
        _items = _parser.EnumerateAsync(cancellation).GetAsyncEnumerator(cancellation);
    }

    /// <summary>How long the server asks to wait before the next connection; null when it does not.</summary>
    public TimeSpan? Pause => _parser.ReconnectionInterval > TimeSpan.Zero ? _parser.ReconnectionInterval : null;

    /// <summary>Begins to read.</summary>
    /// <param name="response">An answer whose body has not been read.</param>
    /// <param name="clock">The clock for the time without an event.</param>
    /// <param name="idle">That time.</param>
    /// <param name="cancellation">Ends every read.</param>
    public static async Task<EventFeed> ReadAsync(HttpResponseMessage response, TimeProvider clock, TimeSpan idle, CancellationToken cancellation)
    {
        try
        {
            Stream source = await ContentCoding.OpenAsync(response.Content).OrStopped(cancellation).ConfigureAwait(false);
            return new EventFeed(response, new EventBody(source, clock, idle, cancellation), cancellation);
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }

    /// <summary>The next event that is complete; null when the connection is over, in whatever way.</summary>
    /// <exception cref="ReplicateException">An event is larger than any should be.</exception>
    public async ValueTask<StreamEvent?> NextAsync()
    {
        try
        {
            if (!await _items.MoveNextAsync().ConfigureAwait(false))
            {
                return null;
            }
        }
        catch (Exception fault) when (!_cancellation.IsCancellationRequested
            && (ConnectionFault.Is(fault) || fault is OperationCanceledException or ObjectDisposedException))
        {
            return null;
        }

        _body.NoteEvent();
        SseItem<string> item = _items.Current;
        return new StreamEvent(item.EventType, item.Data, item.EventId);
    }

    public ValueTask DisposeAsync()
    {
        // Closing a connection that is not read to its end takes the older framework a while.
        _ = Task.Run(_response.Dispose, CancellationToken.None);
        return _items.DisposeAsync();
    }
}
