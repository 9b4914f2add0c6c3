using System;
using System.Diagnostics;
using System.Linq;
using System.Net.Http;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace ReplicatePS.Core.Tests;

/// <summary>A wait's bound holds to the moment, whatever the server does.</summary>
public sealed class WaitBoundTests : WaitBench
{
    // One that tries again as clients do.
    private readonly ReplicateClient _patient;

    public WaitBoundTests()
    {
        _patient = Bench.Client(Server, Clock);
    }

    [Theory]
    [InlineData("nothing")]
    [InlineData("stall")]
    [InlineData("deaf stall")]
    [InlineData("stall in the body")]
    [InlineData("trickle")]
    [InlineData("retry after")]
    [InlineData("retry after a date")]
    [InlineData("retry after in the body")]
    [InlineData("unavailable")]
    [InlineData("resets")]
    public async Task The_bound_holds_for_hundreds_whatever_the_server_does(string kind)
    {
        await Clock.LetPass();
        Server.Fault = (_, cancellation) => FaultAsync(kind, cancellation);
        Assert.All(await BoundsAsync(200, 9), bound => Assert.Equal(9, bound));
    }

    [Theory]
    [InlineData("stall")]
    [InlineData("deaf stall")]
    [InlineData("trickle")]
    [InlineData("retry after")]
    [InlineData("resets")]
    public async Task The_bound_holds_where_only_the_list_is_at_fault(string kind)
    {
        await Clock.LetPass();
        Server.Fault = (path, cancellation) => path == "predictions" ? FaultAsync(kind, cancellation) : Task.FromResult<HttpResponseMessage?>(null);
        Assert.All(await BoundsAsync(100, 3), bound => Assert.Equal(3, bound));
        Assert.NotEqual(0, Server.Lists);
    }

    [Theory]
    [InlineData("stall")]
    [InlineData("deaf stall")]
    [InlineData("comments")]
    [InlineData("one line without an end")]
    [InlineData("events")]
    public async Task The_bound_holds_while_a_stream_never_ends(string kind)
    {
        await Clock.LetPass();
        Server.Stream = async (_, cancellation) =>
        {
            HttpResponseMessage answer = StubTransport.Answer(kind switch
            {
                "comments" => Repeating(": hi\n\n"),
                "events" => Repeating("event: output\ndata: x\n\n"),
                "one line without an end" => Repeating("data"),
                _ => (await FaultAsync(kind, cancellation))!.Content.ReadAsStream(),
            });
            answer.Content.Headers.TryAddWithoutValidation("Content-Type", "text/event-stream");
            return answer;
        };
        Assert.All(await BoundsAsync(3, 200), bound => Assert.Equal(200, bound));
        Assert.Equal(3, Server.Streams);
    }

    [Fact]
    public async Task A_list_that_was_given_up_with_its_waits_is_asked_for_again_by_the_next()
    {
        await Clock.LetPass();
        Server.Fault = (path, cancellation) => path == "predictions" ? FaultAsync("stall", cancellation) : Task.FromResult<HttpResponseMessage?>(null);
        await BoundsAsync(100, 1);
        Assert.Equal(1, Server.Lists);
        Server.Fault = (_, _) => Task.FromResult<HttpResponseMessage?>(null);
        await BoundsAsync(100, 5);
        Assert.InRange(Server.Lists, 3, 60);
    }

    [Theory]
    [InlineData(-7200)]
    [InlineData(7200)]
    public async Task A_clock_that_is_set_moves_neither_the_bound_nor_the_looks(double by)
    {
        await Clock.LetPass();
        ServedRun run = Server.Create(86400);
        int looks = 0;
        Task<ReplicateException> wait = Bench.FaultOf(ErrorKind.WaitTimeout, () => Client.Waits.ForPredictionAsync(
            run.Id,
            new WaitSettings { Timeout = TimeSpan.FromSeconds(20) },
            _ => Clock.Jump(Interlocked.Increment(ref looks) == 5 ? TimeSpan.FromSeconds(by) : TimeSpan.Zero)));
        long begun = Clock.GetTimestamp();
        await wait;
        Assert.Equal(20, Clock.GetElapsedTime(begun).TotalSeconds);
        Assert.InRange(looks, 8, 20);
    }

    [Theory]
    [InlineData("silence")]
    [InlineData("half a head")]
    [InlineData("half a body")]
    [InlineData("a head without an end")]
    [InlineData("a body without an end")]
    [InlineData("drops")]
    [InlineData("retry after")]
    public async Task The_bound_holds_over_real_connections(string kind)
    {
        const string Head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";
        using RawServer server = new(async (connection, _) =>
        {
            switch (kind)
            {
                case "half a head":
                    await connection.SendAsync("HTTP/1.1 200 OK\r\nContent-Ty");
                    await connection.StallAsync();
                    break;
                case "half a body":
                    await connection.SendAsync(Head + "Content-Length: 100\r\n\r\n{\"id\":");
                    await connection.StallAsync();
                    break;
                case "a head without an end":
                    await connection.SendAsync(Head);
                    await connection.RepeatAsync("X-More: 1\r\n");
                    break;
                case "a body without an end":
                    await connection.SendAsync(Head + "Content-Length: 100000\r\n\r\n");
                    await connection.RepeatAsync(" ");
                    break;
                case "drops":
                    connection.Reset();
                    break;
                case "retry after":
                    await connection.AnswerAsync(429, "{}", headers: "Retry-After: 86400\r\n");
                    break;
                default:
                    await connection.StallAsync();
                    break;
            }
        });
        ReplicateClient client = Bench.Client(server, retries: 100, timeout: 100);
        WaitSettings bound = new() { Timeout = TimeSpan.FromSeconds(1) };
        Stopwatch watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, 20).Select(
            i => Bench.FaultOf(ErrorKind.WaitTimeout, () => client.Waits.ForPredictionAsync($"run{i}", bound))));
        Assert.InRange(watch.Elapsed.TotalSeconds, 0.95, 2);
    }

    [Fact]
    public async Task A_wait_whose_time_was_up_before_it_began_asks_nothing()
    {
        await Clock.LetPass();
        ServedRun run = Server.Create(5);
        ReplicateException fault = await Bench.FaultOf(
            ErrorKind.WaitTimeout, () => Client.Waits.ForPredictionAsync(run.Id, new WaitSettings { Timeout = TimeSpan.FromSeconds(-3) }));
        Assert.Contains("the time was up", fault.Message, StringComparison.Ordinal);
        Assert.Empty(Server.Asked);
    }

    private async Task<HttpResponseMessage?> FaultAsync(string kind, CancellationToken cancellation)
    {
        await Task.Delay(kind switch { "stall" or "deaf stall" => Timeout.Infinite, _ => 0 }, kind == "stall" ? cancellation : CancellationToken.None);
        return kind switch
        {
            "stall in the body" => StubTransport.Answer(new StallingStream("{\"id\":"u8.ToArray())),
            "trickle" => StubTransport.Answer(Repeating(" ")),
            "retry after" => StubTransport.Answer(429, "{}", "application/json", ("Retry-After", "86400")),
            "retry after a date" => StubTransport.Answer(503, "{}", "application/json", ("Retry-After", Clock.GetUtcNow().AddDays(1).ToString("R"))),
            "retry after in the body" => StubTransport.Answer(429, "{\"retry_after\":86400}"),
            "unavailable" => StubTransport.Answer(503, string.Empty),
            "resets" => throw new HttpRequestException("lost"),
            _ => null,
        };
    }

    private RepeatingStream Repeating(string text) => new(Clock, TimeSpan.FromSeconds(0.7), Encoding.UTF8.GetBytes(text));

    /// <summary>When each of many waits was given up, in seconds since they began.</summary>
    private async Task<double[]> BoundsAsync(int count, double seconds)
    {
        long begun = Clock.GetTimestamp();
        return await Task.WhenAll(Enumerable.Range(0, count).Select(_ => Server.Create(3600)).Select(async run =>
        {
            await Bench.FaultOf(ErrorKind.WaitTimeout, () => _patient.Waits.ForPredictionAsync(
                Server.Starting(run), new WaitSettings { Timeout = TimeSpan.FromSeconds(seconds) }));
            return Clock.GetElapsedTime(begun).TotalSeconds;
        }));
    }
}
