using System;
using ReplicatePS.Emulator.Http;
using ReplicatePS.Emulator.Runs;

namespace ReplicatePS.Emulator.Streams;

/// <summary>The host that streams are read from: open to everybody who has the URL, until the data of the run is removed.</summary>
internal sealed class StreamEndpoint
{
    private readonly RunStore _runs;
    private readonly StreamAddress _address;
    private readonly RunWriter _writer;
    private readonly EmulatorClock _clock;

    public StreamEndpoint(RunStore runs, StreamAddress address, RunWriter writer, EmulatorClock clock)
    {
        _runs = runs;
        _address = address;
        _writer = writer;
        _clock = clock;
    }

    public EmulatorResponse Answer(Exchange exchange)
    {
        if (exchange.Request.Method != "GET")
        {
            return EmulatorResponse.Empty(405);
        }

        if (_address.Find(exchange.Request.Url, _runs, exchange.Now) is not { } run || run.StateAt(exchange.Now).DataRemoved)
        {
            return EmulatorResponse.Text(404, "text/plain; charset=utf-8", "Not found\n");
        }

        var history = new StreamHistory(run, _writer.Tell(run, exchange.Origin));
        history.PassOver(exchange.Request.Header("Last-Event-ID"));
        return new EmulatorResponse(200, "text/event-stream; charset=utf-8", new EventStream(run, history, _clock), null)
            .Set("cache-control", "no-cache")
            .Set("access-control-allow-origin", "*");
    }
}
