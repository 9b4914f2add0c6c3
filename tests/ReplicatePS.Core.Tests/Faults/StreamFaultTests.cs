using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Threading.Tasks;

namespace ReplicatePS.Core.Tests;

/// <summary>
/// Every fault of the table on a prediction's stream. What was made is read all the same, once, from the prediction if need be, and
/// the stream is not asked for ever.
/// </summary>
public class StreamFaultTests
{
    private const int MostConnections = 30;

    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(20);

    // Where nobody answers at all, the prediction cannot be asked either.
    public static TheoryData<string> Faults => new(FaultTable.Cells.Select(cell => cell.Fault).Distinct()
        .Where(fault => fault is not ("none" or "connection refused" or "unknown host"))
        .Concat(new[] { "events that are cut", "events that are no text" }));

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task What_a_prediction_made_is_read_once_whatever_happens_to_its_stream(string fault)
    {
        using TestClock clock = new TestClock().AutoAdvance();
        using RawServer server = Server(clock, fault);
        List<StreamEvent> events = new();
        await ReadAsync(server, clock, events).WaitAsync(TimeSpan.FromSeconds(60));

        Assert.Equal("one two three", string.Concat(events.Where(item => item.Name == StreamEventName.Output).Select(item => item.Data)));
        Assert.Equal(StreamEventName.Done, events[^1].Name);
        Assert.InRange(server.Arrived.Count(request => request.Line.StartsWith("GET /stream", StringComparison.Ordinal)), 1, MostConnections);
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, Longest);
    }

    [Fact]
    public async Task An_event_without_an_end_ends_with_an_error_before_it_fills_the_memory()
    {
        using TestClock clock = new TestClock().AutoAdvance();
        using RawServer server = Server(clock, "an event without an end");
        await Bench.FaultOf(ErrorKind.BadResponse, () => ReadAsync(server, clock, new List<StreamEvent>()).WaitAsync(TimeSpan.FromSeconds(60)));
    }

    private static string Ended =>
        $$"""{"id":"{{Calls.Id}}","status":"succeeded","output":["one ","two ","three"],"model":"acme/sketcher"}""";

    private static RawServer Server(TestClock clock, string fault)
    {
        Trouble trouble = new(clock, new Uri("http://127.0.0.1:9/"));
        return new RawServer((connection, request) => request.Line.StartsWith("GET /stream", StringComparison.Ordinal)
            ? ServeAsync(connection, trouble, fault)
            : connection.AnswerAsync(200, Ended));
    }

    private static async Task ReadAsync(RawServer server, TestClock clock, List<StreamEvent> events)
    {
        ReplicateClient client = new(new ReplicateClientOptions
        {
            BaseUri = server.Address,
            Token = () => Bench.Token,
            Transport = HttpStack.CreateHandler(),
            TimeProvider = clock,
            MaximumRetryCount = 2,
            RetryInterval = TimeSpan.FromMilliseconds(10),
        });
        Prediction running = new(Bench.Json($"{{\"id\":\"{Calls.Id}\",\"status\":\"processing\",\"urls\":{{\"stream\":\"{server.Address}stream\"}}}}"));
        await foreach (StreamEvent item in client.Streams.ReadAsync(running))
        {
            events.Add(item);
        }
    }

    private static async Task ServeAsync(RawConnection connection, Trouble trouble, string fault)
    {
        const string Head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n";
        switch (fault)
        {
            case "events that are cut":
                await connection.SendAsync(Head + "event: output\nid: 1:0\ndata: one \n\nevent: output\nid: 2:0\nda");
                await Task.Delay(20);
                connection.Reset();
                break;
            case "an event without an end":
                await connection.SendAsync(Head + "event: output\ndata: ");
                for (byte[] blanks = Enumerable.Repeat((byte)' ', 1 << 16).ToArray(); ;)
                {
                    await connection.SendAsync(blanks);
                }

            case "events that are no text":
                await connection.SendAsync(Head);
                await connection.SendAsync(Encoding.Latin1.GetBytes("\0\xff\xfe\n\n\xc3("));
                connection.Close();
                break;
            default:
                await trouble.ServeAsync(connection, fault);
                break;
        }
    }
}
