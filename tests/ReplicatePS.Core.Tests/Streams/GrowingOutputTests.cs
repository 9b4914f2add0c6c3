using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using static ReplicatePS.Core.Tests.StreamScript;

namespace ReplicatePS.Core.Tests;

public class GrowingOutputTests
{
    [Fact]
    public async Task Without_a_stream_the_output_is_told_as_it_grows()
    {
        using StreamScript script = new StreamScript()
            .Shows(Look("starting", hasStream: false)).Shows(Look("processing", new[] { "a " }, "one\ntw")).Shows(Look("processing", new[] { "a ", "b " }, "one\ntwo\n"))
            .Shows(Look("succeeded", new[] { "a ", "b ", "c" }, "one\ntwo\nthree"));
        List<StreamEvent> events = await script.ReadAsync(first: Look("starting", hasStream: false));
        Assert.Equal(
            new[] { "logs one", "output a ", "logs two", "output b ", "logs three", "output c", "done {}" },
            events.Select(item => $"{item.Name} {item.Data}"));
        Assert.All(events, item => Assert.Null(item.Id));
        Assert.Empty(script.Connections);
    }

    [Fact]
    public async Task Output_that_is_one_text_is_told_as_it_grows()
    {
        using StreamScript script = new StreamScript().Shows(Look("processing", "Once")).Shows(Look("processing", "Once upon")).Shows(Look("succeeded", "Once upon a time"));
        Assert.Equal(new[] { "Once", " upon", " a time", "{}" }, (await script.ReadAsync(first: Look("starting", hasStream: false))).Select(item => item.Data));
    }

    [Fact]
    public async Task An_ended_prediction_needs_no_request()
    {
        using StreamScript script = new();
        List<StreamEvent> events = await script.ReadAsync(first: Look("succeeded", new object[] { "a", 1, new[] { 2 } }, "line\n"));
        Assert.Equal(new[] { "line", "a", "1", "[2]", "{}" }, events.Select(item => item.Data));
        Assert.Empty(script.Stub.Seen);
    }

    [Fact]
    public async Task Output_of_another_kind_is_told_when_it_is_complete()
    {
        using StreamScript script = new StreamScript().Shows(Look("processing", new { a = 1 })).Shows(Look("succeeded", new { a = 1, b = 2 }));
        Assert.Equal(new[] { "{\"a\":1,\"b\":2}", "{}" }, (await script.ReadAsync(first: Look("starting", hasStream: false))).Select(item => item.Data));
    }

    [Fact]
    public async Task A_prediction_may_give_nothing()
    {
        using StreamScript script = new StreamScript().Shows(Look("succeeded"));
        Assert.Equal("{}", (await script.ReadAsync(first: Look("starting", hasStream: false))).Single().Data);
    }

    [Fact]
    public async Task A_few_looks_that_fail_lose_nothing_and_many_end_it()
    {
        using TestClock clock = ShortClock();
        StubTransport stub = new StubTransport().Then(200, Look("processing", "a", hasStream: false)).Then(500, "no").Then(200, "<html>").Then(200, Look("processing", "ab"));
        for (int i = 0; i < 8; i++)
        {
            stub.Then(500, "no");
        }

        List<string> texts = new();
        ReplicateException fault = await Bench.FaultOf(ErrorKind.ServerError, async () =>
        {
            await foreach (StreamEvent item in Bench.Client(stub, clock, retries: 0).Streams.ReadAsync("abc"))
            {
                texts.Add(item.Data);
            }
        });
        Assert.Equal(new[] { "a", "b" }, texts);
        Assert.Equal("abc", fault.Id);
        Assert.Equal(12, stub.Seen.Count);
    }

    [Fact]
    public async Task An_unknown_prediction_is_said_to_be_unknown()
    {
        using TestClock clock = ShortClock();
        StubTransport stub = new StubTransport().Then(404, "{\"detail\":\"no\"}");
        await Bench.FaultOf(ErrorKind.NotFound, async () => await Bench.Client(stub, clock).Streams.ReadAsync("abc").GetAsyncEnumerator().MoveNextAsync());
    }
}
