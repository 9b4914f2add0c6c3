using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using System.Text;
using System.Threading.Tasks;
using static ReplicatePS.Core.Tests.StreamScript;

namespace ReplicatePS.Core.Tests;

public class StreamEventTests
{
    [Fact]
    public async Task Events_come_with_their_names_ids_times_and_texts()
    {
        using StreamScript script = new StreamScript().Gives(": hi\n\n" + Event("output", "1690212292:0", "Once") + Event("logs", "1690212293:7", "1 of 2")
            + Event("dream", "x", "of sheep") + Event("done", "1690212295:0", "{}"));
        List<StreamEvent> events = await script.ReadAsync();
        Assert.Equal(new[] { "output", "logs", "dream", "done" }, events.Select(item => item.Name));
        Assert.Equal(new[] { "Once", "1 of 2", "of sheep", "{}" }, events.Select(item => item.Data));
        Assert.Equal(new[] { "1690212292:0", "1690212293:7", "x", "1690212295:0" }, events.Select(item => item.Id));
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1690212292), events[0].Time);
        Assert.Null(events[2].Time);
        Assert.Equal("text/event-stream", script.Connections.Single().Headers["Accept"]);
        Assert.Equal(0, script.Looks);
    }

    [Theory]
    [InlineData("12")]
    [InlineData(":3")]
    [InlineData("now:3")]
    [InlineData("-5:3")]
    [InlineData("99999999999999:0")]
    [InlineData("99999999999999999999:0")]
    public void An_id_of_another_form_tells_no_time(string id)
    {
        Assert.Null(new StreamEvent("output", "a", id).Time);
    }

    [Theory]
    [InlineData("data:  two blanks", " two blanks")]
    [InlineData("data: one\ndata: two", "one\ntwo")]
    [InlineData("data:\ndata:", "\n")]
    [InlineData("data: \ndata: ", "\n")]
    [InlineData("data: {\"a\": 1}", "{\"a\": 1}")]
    [InlineData("data: ein Stück \U0001F9C0", "ein Stück \U0001F9C0")]
    [InlineData(": a comment\ndata: a", "a")]
    [InlineData("data", "")]
    public async Task The_text_of_an_output_is_what_was_sent(string lines, string text)
    {
        using StreamScript script = new StreamScript().Gives($"event: output\nid: 1:0\n{lines}\n\n{Done(9)}");
        Assert.Equal(text, await script.ReadTextAsync());
    }

    [Theory]
    [InlineData("\r\n")]
    [InlineData("\r")]
    public async Task Lines_may_end_in_any_way(string end)
    {
        using StreamScript script = new StreamScript().Gives((Words(0, "a", "b\nc") + Done(9)).Replace("\n", end, StringComparison.Ordinal));
        Assert.Equal("ab\nc", await script.ReadTextAsync());
    }

    [Fact]
    public async Task A_byte_order_mark_is_passed_over()
    {
        using StreamScript script = new StreamScript().Gives("\uFEFF" + Words(0, "a") + Done(9));
        Assert.Equal("a", await script.ReadTextAsync());
    }

    [Theory]
    [InlineData("{\"detail\": \"Out of memory (E1001)\"}", "Out of memory (E1001)")]
    [InlineData("It went wrong", "It went wrong")]
    [InlineData("[1]", "[1]")]
    public async Task An_error_says_its_sentence_whatever_form_it_has(string data, string sentence)
    {
        using StreamScript script = new StreamScript().Gives(Event("error", "1:0", data) + Event("done", "1:1", "{\"reason\": \"error\"}"));
        List<StreamEvent> events = await script.ReadAsync();
        Assert.Equal(sentence, events[0].Detail);
        Assert.Equal("error", events[1].Reason);
        Assert.Null(new StreamEvent("done", "{}").Reason);
    }

    [Fact]
    public async Task Nothing_is_read_after_the_end()
    {
        using StreamScript script = new StreamScript().Stalls(Words(0, "a") + Done(1) + Words(2, "b"));
        Assert.Equal("a", await script.ReadTextAsync());
    }

    [Fact]
    public async Task Bytes_may_come_one_by_one()
    {
        byte[] stream = Encoding.UTF8.GetBytes(": hi\r\n\r\n" + Words(0, "Käse ", "\n", "\U0001F9C0") + Done(9));
        using RawServer server = new(async (connection, _) =>
        {
            await connection.SendAsync("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n");
            foreach (byte one in stream)
            {
                await connection.SendAsync(new[] { one });
            }

            connection.Close();
        });
        Prediction prediction = new(Bench.Json($"{{\"id\":\"abc\",\"status\":\"starting\",\"urls\":{{\"stream\":\"{server.Address}s\"}}}}"));
        StringBuilder text = new();
        await foreach (StreamEvent item in Bench.Client(server).Streams.ReadAsync(prediction))
        {
            text.Append(item.Name == "output" ? item.Data : "|");
        }

        Assert.Equal("Käse \n\U0001F9C0|", text.ToString());
    }

    [Fact]
    public async Task An_event_without_an_end_is_refused_before_it_fills_the_memory()
    {
        using StreamScript script = new StreamScript().Gives("event: output\ndata: " + new string('a', 17 * 1024 * 1024));
        ReplicateException fault = await Bench.FaultOf(ErrorKind.BadResponse, () => script.ReadAsync());
        Assert.Contains("16 MiB", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_long_stream_of_small_events_is_not_a_large_event()
    {
        string chunk = new('a', 64 * 1024);
        using StreamScript script = new StreamScript().Gives(Words(0, Enumerable.Repeat(chunk, 300).ToArray()) + Done(999));
        Assert.Equal(300 * chunk.Length, (await script.ReadTextAsync()).Length);
    }

    [Fact]
    public async Task An_error_without_a_done_is_ended_by_what_the_prediction_says()
    {
        using StreamScript script = new StreamScript().Gives(Event("error", "1:0", "It went wrong")).Gives(string.Empty).Shows(Look("failed", error: "It went wrong"));
        Assert.Equal(new[] { "error It went wrong", "done {\"reason\":\"error\"}" }, (await script.ReadAsync()).Select(item => $"{item.Name} {item.Data}"));
    }
}
