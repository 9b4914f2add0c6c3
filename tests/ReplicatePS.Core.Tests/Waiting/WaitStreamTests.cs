using System;
using System.Linq;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;

namespace ReplicatePS.Core.Tests;

public sealed class WaitStreamTests : WaitBench
{
    [Fact]
    public async Task A_stream_tells_of_the_end_at_once_and_saves_looks()
    {
        await Clock.LetPass();
        Server.Stream = TellsDoneAsync;
        ServedRun run = Server.Create(7);
        Prediction ended = await Client.Waits.ForPredictionAsync(Server.Starting(run), TenMinutes);
        Assert.Equal("succeeded", ended.Status);
        Assert.InRange((Clock.GetUtcNow() - run.Ends).TotalSeconds, 0, 0.15);
        Assert.Equal(1, Server.Streams);
        Assert.InRange(Server.Gets, 1, 4);
    }

    [Fact]
    public async Task Streams_of_hundreds_are_not_opened()
    {
        await Clock.LetPass();
        Server.Stream = TellsDoneAsync;
        await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => Client.Waits.ForPredictionAsync(Server.Starting(Server.Create(4)), TenMinutes)));
        Assert.Equal(4, Server.Streams);
        Assert.InRange(Server.Gets, 100, 120);
    }

    [Theory]
    [InlineData("refuses")]
    [InlineData("ends")]
    [InlineData("stalls")]
    [InlineData("is done too soon")]
    public async Task A_stream_that_tells_nothing_leaves_it_to_looks(string kind)
    {
        await Clock.LetPass();
        Server.Stream = async (_, cancellation) =>
        {
            await (kind == "stalls" ? Task.Delay(Timeout.Infinite, cancellation) : Task.CompletedTask);
            return kind switch
            {
                "refuses" => StubTransport.Answer(404, "gone", "text/plain"),
                "ends" => StubTransport.Answer(200, ": hi\n\n", "text/event-stream"),
                _ => StubTransport.Answer(200, "event: done\ndata: {}\n\n", "text/event-stream"),
            };
        };
        Assert.InRange(await LagAsync(Server.Create(7)), 0, 4);
        Assert.Equal(1, Server.Streams);
    }

    [Theory]
    [InlineData(429)]
    [InlineData(503)]
    public async Task A_stream_that_is_not_to_be_had_is_not_asked_for_again(int status)
    {
        await Clock.LetPass();
        Server.Stream = (_, _) => Task.FromResult(StubTransport.Answer(status, "{}", "application/json", ("Retry-After", "5")));
        await Bench.Client(Server, Clock, retries: 5).Waits.ForPredictionAsync(Server.Create(100).Id, TenMinutes);
        Assert.Equal(1, Server.Streams);
    }

    [Fact]
    public async Task A_wait_that_ends_lets_its_stream_go()
    {
        await Clock.LetPass();
        TaskCompletionSource gone = new();
        Server.Stream = async (_, cancellation) =>
        {
            using CancellationTokenRegistration registration = cancellation.Register(() => gone.TrySetResult());
            await Task.Delay(Timeout.Infinite, cancellation);
            throw new InvalidOperationException();
        };
        ServedRun run = Server.Create(600);
        await Bench.FaultOf(ErrorKind.WaitTimeout, () => Client.Waits.ForPredictionAsync(run.Id, new WaitSettings { Timeout = TimeSpan.FromSeconds(3) }));
        await gone.Task.WaitAsync(TimeSpan.FromSeconds(10));
    }

    private async Task<HttpResponseMessage> TellsDoneAsync(ServedRun run, CancellationToken cancellation)
    {
        TimeSpan left = run.Ends - Clock.GetUtcNow();
        await Clock.Delay(left > TimeSpan.Zero ? left : TimeSpan.Zero, cancellation);
        return StubTransport.Answer(200, ": hi\n\nevent: done\nid: 1:0\ndata: {}\n\n", "text/event-stream");
    }
}
