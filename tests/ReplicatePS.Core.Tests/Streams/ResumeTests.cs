using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using static ReplicatePS.Core.Tests.StreamScript;

namespace ReplicatePS.Core.Tests;

public class ResumeTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_cut_stream_goes_on_after_the_last_event_that_was_whole(bool isTidy)
    {
        string half = Words(0, "a ", "b ") + "event: output\nid: 1700000000:2\ndata: c";
        using StreamScript script = isTidy ? new StreamScript().Gives(half) : new StreamScript().Breaks(half);
        script.Breaks(Words(2, "c ")).Gives(Words(3, "d") + Done(4));
        Assert.Equal("a b c d", await script.ReadTextAsync());
        Assert.Equal(new[] { null, "1700000000:1", "1700000000:2" }, script.Connections.Select(LastId));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Wherever_the_connection_breaks_each_event_comes_once(bool heedsLastId)
    {
        string[] words = { "ä\n", "\U0001F9C0", "a" };
        byte[] whole = Encoding.UTF8.GetBytes(": hi\r\n\r\n" + Words(0, words) + Done(3));
        for (int cut = 0; cut < whole.Length; cut++)
        {
            StubTransport stub = new StubTransport().Then(_ => Body(new BrokenStream(whole.Take(cut).ToArray())))
                .Then(request => request.Uri.Host == "api.replicate.com" ? StubTransport.Answer(200, Look("processing")) : Body(new BrokenStream(Rest(request))));
            ReplicateClient client = new(new ReplicateClientOptions { Token = () => Bench.Token, Transport = stub, RetryInterval = TimeSpan.FromMilliseconds(0.1) });
            List<string> data = new();
            await foreach (StreamEvent item in client.Streams.ReadAsync(new Prediction(Bench.Json(Look("starting")))))
            {
                data.Add(item.Data);
            }

            Assert.Equal(words.Append("{}"), data);
        }

        byte[] Rest(SeenRequest request)
        {
            int next = heedsLastId && LastId(request) is { } last ? int.Parse(last.Split(':')[1], CultureInfo.InvariantCulture) + 1 : 0;
            return Encoding.UTF8.GetBytes(Words(next, words.Skip(next).ToArray()) + Done(3));
        }
    }

    [Fact]
    public async Task A_server_that_begins_anew_repeats_nothing()
    {
        using StreamScript script = new StreamScript().Breaks(Words(0, "a ", "b ", "a ")).Breaks(Words(0, "a ", "b ", "a ", "d "))
            .Gives(Words(0, "a ", "b ", "a ", "d ", "e") + Done(5));
        Assert.Equal("a b a d e", await script.ReadTextAsync());
    }

    [Fact]
    public async Task A_server_that_begins_anew_with_some_events_without_ids_repeats_nothing()
    {
        string start = Words(0, "a ") + "event: output\ndata: b \n\n" + Words(2, "c ");
        using StreamScript script = new StreamScript().Breaks(start).Gives(start + "event: output\ndata: d\n\n" + Done(9));
        Assert.Equal("a b c d", await script.ReadTextAsync());
    }

    [Fact]
    public async Task Ids_that_do_not_differ_lose_nothing_while_the_connection_lasts()
    {
        using StreamScript script = new StreamScript().Breaks(Event("output", "0", "a") + Event("output", "0", "b"))
            .Gives(string.Empty).Shows(Look("succeeded", new[] { "a", "b", "c" }));
        Assert.Equal("abc", await script.ReadTextAsync());
    }

    [Fact]
    public async Task After_an_event_without_id_the_prediction_tells_the_rest()
    {
        using StreamScript script = new StreamScript().Breaks("event: output\ndata: a \n\nevent: output\ndata: b\n\n")
            .Shows(Look("processing", new[] { "a ", "b ", "c " })).Shows(Look("succeeded", new[] { "a ", "b ", "c ", "d" }));
        Assert.Equal("a b c d", await script.ReadTextAsync());
        Assert.Single(script.Connections);
    }

    [Fact]
    public async Task A_stream_that_ends_without_being_done_is_finished_from_the_prediction()
    {
        using StreamScript script = new StreamScript().Gives(Words(0, "a ", "b ")).Gives(": 408: 408 Request Timeout\n\n")
            .Shows(Look("succeeded", new[] { "a ", "b ", "c ", "d" }));
        List<StreamEvent> events = await script.ReadAsync();
        Assert.Equal(new[] { "a ", "b ", "c ", "d", "{}" }, events.Select(item => item.Data));
        Assert.Equal(2, script.Connections.Count);
    }

    [Fact]
    public async Task A_piece_that_the_cut_went_through_is_completed()
    {
        using StreamScript script = new StreamScript().Gives(Words(0, "Once up")).Gives(string.Empty).Shows(Look("succeeded", new[] { "Once ", "upon ", "a time" }));
        Assert.Equal("Once upon a time", await script.ReadTextAsync());
    }

    [Fact]
    public async Task A_cut_is_never_taken_for_success()
    {
        using StreamScript script = new StreamScript().Gives(Words(0, "a ", "b ")).Gives(string.Empty).Shows(Look("failed", error: "Out of memory"));
        List<StreamEvent> events = await script.ReadAsync();
        Assert.Equal(new[] { "output", "output", "error", "done" }, events.Select(item => item.Name));
        Assert.Equal("Out of memory", events[2].Detail);
        Assert.Equal("error", events[3].Reason);
    }

    [Theory]
    [InlineData("canceled")]
    [InlineData("aborted")]
    public async Task The_prediction_says_how_a_lost_stream_ended(string status)
    {
        using StreamScript script = new StreamScript().Gives(Words(0, "a ")).Gives(string.Empty).Shows(Look(status));
        Assert.Equal(status, (await script.ReadAsync()).Last().Reason);
    }

    [Fact]
    public async Task An_output_that_does_not_begin_like_the_stream_is_an_error()
    {
        using StreamScript script = new StreamScript().Gives(Words(0, "a ")).Gives(string.Empty).Shows(Look("succeeded", new[] { "other" }));
        ReplicateException fault = await Bench.FaultOf(ErrorKind.ConnectionFailed, () => script.ReadAsync());
        Assert.Equal("abc", fault.Id);
    }

    [Fact]
    public async Task Files_may_have_another_address_in_the_output()
    {
        using StreamScript script = new StreamScript().Gives(Event("output", "1:0", "https://stream.replicate.com/1.png")).Gives(string.Empty)
            .Shows(Look("succeeded", new[] { "https://replicate.delivery/x/1.png", "https://replicate.delivery/x/2.png" }));
        Assert.Equal("https://stream.replicate.com/1.pnghttps://replicate.delivery/x/2.png", await script.ReadTextAsync());
    }

    [Fact]
    public async Task A_prediction_that_boots_for_long_keeps_its_stream()
    {
        using StreamScript script = new StreamScript();
        for (int i = 0; i < 5; i++)
        {
            script.Gives(": hi\n\n: 408: 408 Request Timeout\n\n");
        }

        script.Gives(Words(0, "a") + Done(1)).Shows(Look("starting"));
        Assert.Equal("a", await script.ReadTextAsync());
        Assert.Equal(6, script.Connections.Count);
        Assert.InRange(script.Looks, 5, 5);
    }

    [Fact]
    public async Task A_connection_that_falls_silent_is_made_anew()
    {
        using StreamScript script = new StreamScript().Stalls(Words(0, "a ")).Gives(Words(1, "b") + Done(2));
        script.Clock.Limit = TimeSpan.FromSeconds(100);
        Assert.Equal("a b", await script.ReadTextAsync());
        Assert.InRange(script.Clock.Elapsed.TotalSeconds, 60, 62);
    }

    [Fact]
    public async Task Comments_do_not_keep_a_connection_alive_that_has_lost_its_end()
    {
        using StreamScript script = new();
        script.Clock.Limit = TimeSpan.FromSeconds(100);
        script.Answers(_ => Body(new RepeatingStream(script.Clock, TimeSpan.FromSeconds(25), ": hi\n\n"u8.ToArray()))).Shows(Look("succeeded", "fine"));
        Assert.Equal("fine", await script.ReadTextAsync());
        Assert.InRange(script.Clock.Elapsed.TotalSeconds, 60, 62);
    }

    [Fact]
    public async Task A_consumer_may_take_its_time()
    {
        using StreamScript script = new StreamScript().Stalls(Words(0, "a", "b"));
        script.Clock.Limit = TimeSpan.FromSeconds(330);
        using CancellationTokenSource stop = new();
        await using IAsyncEnumerator<StreamEvent> events = Bench.Client(script.Stub, script.Clock).Streams
            .ReadAsync(new Prediction(Bench.Json(Look("starting"))), cancellation: stop.Token).GetAsyncEnumerator();
        Assert.True(await events.MoveNextAsync());
        await script.Clock.Delay(TimeSpan.FromMinutes(5));
        Assert.True(await events.MoveNextAsync());
        Assert.Equal("b", events.Current.Data);
        Assert.Single(script.Connections);
    }

    [Theory]
    [InlineData(404)]
    [InlineData(410)]
    [InlineData(403)]
    [InlineData(503)]
    [InlineData(204)]
    public async Task A_stream_that_is_gone_is_no_error(int status)
    {
        using StreamScript script = new StreamScript().Answers(_ => new HttpResponseMessage((HttpStatusCode)status) { Content = new StringContent(string.Empty) })
            .Shows(Look("processing", "Once ")).Shows(Look("succeeded", "Once upon"));
        List<StreamEvent> events = await script.ReadAsync();
        Assert.Equal(new[] { "Once ", "upon", "{}" }, events.Select(item => item.Data));
    }

    [Fact]
    public async Task A_web_page_is_no_stream()
    {
        using StreamScript script = new StreamScript().Answers(_ => StubTransport.Answer(200, "<html>\n\ndata: pay here\n\n</html>", "text/html"))
            .Shows(Look("succeeded", "fine"));
        Assert.Equal("fine", await script.ReadTextAsync());
    }

    [Fact]
    public async Task A_host_that_never_answers_holds_nothing_up_for_long()
    {
        using TestClock clock = ShortClock(100);
        StubTransport stub = new StubTransport().ThenStall().Then(200, Look("succeeded", "fine"));
        List<string> texts = new();
        await foreach (StreamEvent item in Bench.Client(stub, clock).Streams.ReadAsync(new Prediction(Bench.Json(Look("starting")))))
        {
            texts.Add(item.Data);
        }

        Assert.Equal(new[] { "fine", "{}" }, texts);
        Assert.InRange(clock.Elapsed.TotalSeconds, 60, 62);
    }

    [Fact]
    public async Task The_pause_that_the_server_asks_for_is_kept_within_reason()
    {
        using StreamScript script = new StreamScript().Gives("retry: 7000\n" + Words(0, "a")).Gives("retry: 9999999\n" + Words(1, "b")).Gives(Done(2));
        await script.ReadAsync();
        Assert.InRange(script.Clock.Elapsed.TotalSeconds, 22, 22.5);
    }

    [Fact]
    public async Task No_stream_is_read_for_longer_than_the_caller_allows()
    {
        using StreamScript script = new StreamScript().Gives(": hi\n\n").Shows(Look("processing"));
        script.Clock.Limit = TimeSpan.FromSeconds(100);
        ReplicateException fault = await Bench.FaultOf(ErrorKind.WaitTimeout, () => script.ReadAsync(new StreamSettings { Timeout = TimeSpan.FromSeconds(90) }));
        Assert.Contains("90 s", fault.Message, StringComparison.Ordinal);
        Assert.Equal("abc", fault.Id);
        Assert.InRange(script.Clock.Elapsed.TotalSeconds, 90, 91);
    }

    [Fact]
    public async Task Who_stops_need_not_wait_for_a_read_that_does_not_listen()
    {
        using StreamScript script = new StreamScript().Stalls(Words(0, "a"));
        using CancellationTokenSource stop = new();
        Prediction prediction = new(Bench.Json(Look("starting")));
        await using IAsyncEnumerator<StreamEvent> events = Bench.Client(script.Stub, new TestClock()).Streams.ReadAsync(prediction, cancellation: stop.Token).GetAsyncEnumerator();
        Assert.True(await events.MoveNextAsync());
        ValueTask<bool> next = events.MoveNextAsync();
        stop.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next.AsTask());
    }

    private static string? LastId(SeenRequest request) => request.Headers.TryGetValue("Last-Event-ID", out string? id) ? id : null;
}
