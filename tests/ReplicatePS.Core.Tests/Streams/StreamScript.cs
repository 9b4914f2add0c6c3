using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Text;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;

namespace ReplicatePS.Core.Tests;

/// <summary>A prediction with a stream: what each connection to it gives, and what each look at the prediction shows.</summary>
internal sealed class StreamScript : IDisposable
{
    public const string Url = "https://stream.replicate.com/v1/files/abcd";

    private readonly List<Func<SeenRequest, HttpResponseMessage>> _connections = new();
    private readonly List<string> _looks = new();
    private int _nextConnection;
    private int _nextLook;

    public StreamScript()
    {
        Stub = new StubTransport().Then(request => request.Uri.Host == "api.replicate.com"
            ? StubTransport.Answer(200, _looks[Math.Min(_nextLook++, _looks.Count - 1)])
            : _connections[Math.Min(_nextConnection++, _connections.Count - 1)](request));
    }

    /// <summary>It does not come as far as the bounds of a connection, unless a test lets it: a busy machine would look like a silent server.</summary>
    public TestClock Clock { get; } = ShortClock();

    public StubTransport Stub { get; }

    /// <summary>The connections that were made to the stream, in their order.</summary>
    public IReadOnlyList<SeenRequest> Connections => Stub.Seen.Where(request => request.Uri.Host != "api.replicate.com").ToArray();

    public int Looks => Stub.Seen.Count - Connections.Count;

    public static TestClock ShortClock(double seconds = 55) => new TestClock { Limit = TimeSpan.FromSeconds(seconds) }.AutoAdvance();

    public static string Event(string name, string id, string data) =>
        $"event: {name}\nid: {id}\n{string.Concat(data.Split('\n').Select(line => $"data: {line}\n"))}\n";

    /// <summary>Words as a server sends them, with ids from 1700000000:first.</summary>
    public static string Words(int first, params string[] words) =>
        string.Concat(words.Select((word, i) => Event("output", $"1700000000:{first + i}", word)));

    public static string Done(int id) => Event("done", $"1700000000:{id}", "{}");

    public static string Look(string status, object? output = null, string? logs = null, string? error = null, bool hasStream = true) => JsonSerializer.Serialize(new
    {
        id = "abc", status, output, logs, error, urls = hasStream ? (object)new { stream = Url } : new { },
    });

    /// <summary>A connection that gives a text and ends without more ado.</summary>
    public StreamScript Gives(string text) => Answers(_ => Body(new MemoryStream(Encoding.UTF8.GetBytes(text))));

    /// <summary>A connection that gives a text and is lost.</summary>
    public StreamScript Breaks(string text) => Answers(_ => Body(new BrokenStream(Encoding.UTF8.GetBytes(text))));

    /// <summary>A connection that gives a text and then nothing more, for ever.</summary>
    public StreamScript Stalls(string text) => Answers(_ => Body(new StallingStream(Encoding.UTF8.GetBytes(text))));

    public StreamScript Answers(Func<SeenRequest, HttpResponseMessage> answer)
    {
        _connections.Add(answer);
        return this;
    }

    public StreamScript Shows(string look)
    {
        _looks.Add(look);
        return this;
    }

    /// <summary>Reads all events, beginning with a prediction that has just started.</summary>
    public async Task<List<StreamEvent>> ReadAsync(StreamSettings? settings = null, string? first = null, CancellationToken cancellation = default)
    {
        List<StreamEvent> events = new();
        Prediction prediction = new(Bench.Json(first ?? Look("starting")));
        await foreach (StreamEvent item in Bench.Client(Stub, Clock).Streams.ReadAsync(prediction, settings, cancellation: cancellation))
        {
            events.Add(item);
        }

        return events;
    }

    /// <summary>All output that came, as one text.</summary>
    public async Task<string> ReadTextAsync() =>
        string.Concat((await ReadAsync()).Where(item => item.Name == StreamEventName.Output).Select(item => item.Data));

    public void Dispose() => Clock.Dispose();

    public static HttpResponseMessage Body(Stream stream)
    {
        HttpResponseMessage response = StubTransport.Answer(stream);
        response.Content.Headers.TryAddWithoutValidation("Content-Type", "text/event-stream");
        return response;
    }
}
