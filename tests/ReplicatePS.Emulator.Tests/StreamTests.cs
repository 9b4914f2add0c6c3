using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Text;
using System.Threading.Tasks;
using Xunit;

namespace ReplicatePS.Emulator.Tests;

public sealed class StreamTests : IDisposable
{
    private const string Llama = "models/meta/meta-llama-3-8b-instruct/predictions";
    private const string Question = """{"input":{"prompt":"What is a harbour?"}}""";

    private readonly Account _account = new();

    public void Dispose() => _account.Dispose();

    [Fact]
    public async Task Predictions_of_models_that_can_stream_have_the_address_of_their_stream()
    {
        Assert.Matches("^https://stream.replicate.test/v1/streams/emul-[0-9a-z]{52}$", UrlOf(await _account.PostAsync(Llama, Question)));
        Answer picture = await _account.PostAsync("models/black-forest-labs/flux-schnell/predictions", """{"input":{"prompt":"x"}}""");
        Assert.Matches("^https://stream.replicate.test/v1/files/emul-[0-9a-z]{52}$", UrlOf(picture));

        Assert.False((await _account.PostAsync("models/jaaari/kokoro-82m/predictions", """{"input":{"text":"x"}}""")).Body.Contains("\"stream\"", StringComparison.Ordinal));
        Assert.False((await _account.PostAsync($"predictions/{picture.Text("id")}/cancel", "")).Body.Contains("\"stream\"", StringComparison.Ordinal));
        using var without = new Account(options => options.OmitStreams = true);
        Assert.False((await without.PostAsync(Llama, Question)).Body.Contains("\"stream\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_late_reader_gets_the_whole_history_on_the_wire_as_documented()
    {
        Answer created = await _account.PostAsync(Llama, Question);
        _account.Step(60);
        string text = await ReadAsync(UrlOf(created));
        Assert.StartsWith(": hi\n\nevent: output\nid: ", text, StringComparison.Ordinal);
        Assert.EndsWith("\ndata: {}\n\n", text, StringComparison.Ordinal);
        Assert.Contains("\ndata: \ndata: \ndata: >\n", text, StringComparison.Ordinal);

        List<SseEvent> events = SseEvent.In(text);
        Assert.All(events, item => Assert.Matches("^[0-9]{10}:[0-9]+$", item.Id));
        Assert.Equal(events.Count, events.Select(item => item.Id).Distinct().Count());
        Assert.Equal(events.Select(item => item.Id), events.OrderBy(item => item.Order).Select(item => item.Id));

        Answer ended = await _account.GetAsync("predictions/" + created.Text("id"));
        Assert.Equal(
            string.Concat(ended.Json.GetProperty("output").EnumerateArray().Select(piece => piece.GetString())),
            string.Concat(events.Where(item => item.Name == "output").Select(item => item.Data)));
        Assert.Equal(ended.Text("logs"), string.Concat(events.Where(item => item.Name == "logs").Select(item => item.Data + "\n")));
    }

    [Fact]
    public async Task Words_come_as_the_clock_goes()
    {
        string url = UrlOf(await _account.PostAsync(Llama, Question));
        using HttpResponseMessage response = await OpenAsync(url);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType!.MediaType);
        using Stream body = await response.Content.ReadAsStreamAsync();
        byte[] buffer = new byte[4096];
        Assert.Equal(": hi\n\n", await TakeAsync());

        Task<string> first = TakeAsync();
        await _account.Emulator.Clock.WhenWaitedForAsync();
        Assert.False(first.IsCompleted);
        for (int i = 0; i < 200 && !first.IsCompleted; i++)
        {
            _account.Step(0.01);
            await Task.Yield();
        }

        Assert.Matches("^event: output\nid: [0-9]+:0\ndata: That\n\n", await first);

        async Task<string> TakeAsync() => Encoding.UTF8.GetString(buffer, 0, await body.ReadAsync(buffer));
    }

    [Fact]
    public async Task A_reader_goes_on_after_the_last_event_that_it_had()
    {
        string url = UrlOf(await _account.PostAsync(Llama, Question));
        _account.Step(60);
        List<SseEvent> all = SseEvent.In(await ReadAsync(url));
        Assert.Equal(all.Skip(8), SseEvent.In(await ReadAsync(url, all[7].Id)));
        Assert.Equal(all, SseEvent.In(await ReadAsync(url, "1:1")));
    }

    [Fact]
    public async Task A_failure_is_told_and_then_the_end()
    {
        string url = UrlOf(await _account.PostAsync("predictions", """{"version":"emulator/always-fails","input":{"message":"Out \"of\" memory"}}"""));
        _account.Step(60);
        List<SseEvent> events = SseEvent.In(await ReadAsync(url));
        Assert.Equal(new[] { "error {\"detail\":\"Out \\\"of\\\" memory\"}", "done {\"reason\":\"error\"}" }, events.TakeLast(2).Select(item => $"{item.Name} {item.Data}"));
        Assert.Equal("Working...", events[0].Data);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.8)]
    public async Task What_is_canceled_tells_no_more(double after)
    {
        Answer created = await _account.PostAsync(Llama, Question);
        _account.Step(after);
        await _account.PostAsync($"predictions/{created.Text("id")}/cancel", "");
        _account.Step(1);
        List<SseEvent> events = SseEvent.In(await ReadAsync(UrlOf(created)));
        Assert.Equal("done {\"reason\":\"canceled\"}", $"{events[^1].Name} {events[^1].Data}");
        string output = (await _account.GetAsync("predictions/" + created.Text("id"))).Json.GetProperty("output") is { ValueKind: System.Text.Json.JsonValueKind.Array } pieces
            ? string.Concat(pieces.EnumerateArray().Select(piece => piece.GetString()))
            : "";
        Assert.Equal(output, string.Concat(events.Where(item => item.Name == "output").Select(item => item.Data)));
        Assert.Equal(after > 0, output.Length > 0);
    }

    [Fact]
    public async Task Files_are_told_by_their_addresses_after_the_log()
    {
        Answer created = await _account.PostAsync("models/black-forest-labs/flux-schnell/predictions", """{"input":{"prompt":"x","num_outputs":2,"megapixels":"0.25"}}""");
        _account.Step(60);
        List<SseEvent> events = SseEvent.In(await ReadAsync(UrlOf(created)));
        string[] files = events.Where(item => item.Name == "output").Select(item => item.Data).ToArray();
        Assert.Equal(new[] { "out-0.png", "out-1.png" }, files.Select(url => url.Split('/')[^1]));
        Assert.Equal(200, (await _account.GetAsync(files[0])).Status);
        Assert.StartsWith("Using seed: ", events[0].Data, StringComparison.Ordinal);
        Assert.Equal("logs", events[^4].Name);
    }

    [Fact]
    public async Task A_quiet_stream_is_closed_with_a_comment()
    {
        string url = UrlOf(await _account.PostAsync("predictions", """{"version":"emulator/slow","input":{"seconds":1,"boot_seconds":100}}"""));
        using HttpResponseMessage response = await OpenAsync(url);
        Task<string> body = response.Content.ReadAsStringAsync();
        await _account.Emulator.Clock.WhenWaitedForAsync();
        _account.Step(31);
        Assert.Equal(": hi\n\n: 408: 408 Request Timeout\n\n", await body);
    }

    [Fact]
    public async Task A_stream_is_there_until_the_data_is_removed_and_only_at_its_own_address()
    {
        string url = UrlOf(await _account.PostAsync(Llama, Question));
        _account.Step(1000);
        Assert.NotEmpty(await ReadAsync(url));
        string other = url.Substring(0, url.Length - 1) + (url[^1] == '0' ? '1' : '0');
        Assert.Equal(404, (await _account.GetAsync(other)).Status);
        Assert.Equal(404, (await _account.GetAsync("https://stream.replicate.test/")).Status);
        _account.Step(3600);
        Assert.Equal(404, (await _account.GetAsync(url)).Status);
    }

    [Fact]
    public async Task A_stream_needs_no_token()
    {
        using var account = new Account(options => options.RequireToken = true);
        using var request = new HttpRequestMessage(HttpMethod.Post, Llama) { Content = Account.JsonBody(Question) };
        request.Headers.Add("Authorization", "Bearer x");
        using HttpResponseMessage created = await account.Http.SendAsync(request);
        using HttpResponseMessage response = await account.Http.GetAsync(UrlOf(await Answer.OfAsync(created)), HttpCompletionOption.ResponseHeadersRead);
        Assert.True(response.IsSuccessStatusCode);
    }

    [Fact]
    public async Task A_stream_can_be_cut()
    {
        string url = UrlOf(await _account.PostAsync(Llama, Question));
        _account.Step(60);
        _account.Emulator.Faults.Add("GET", "/v1/streams/", Fault.CutAfter(100));
        using HttpResponseMessage response = await OpenAsync(url);
        using Stream body = await response.Content.ReadAsStreamAsync();
        using var read = new MemoryStream();
        await Assert.ThrowsAnyAsync<IOException>(() => body.CopyToAsync(read));
        Assert.Equal(100, read.Length);
    }

    private static string UrlOf(Answer prediction) => prediction.Json.GetProperty("urls").GetProperty("stream").GetString()!;

    private async Task<HttpResponseMessage> OpenAsync(string url, string? lastId = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        if (lastId is not null)
        {
            request.Headers.Add("Last-Event-ID", lastId);
        }

        return await _account.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    /// <summary>Reads until the last event, which the connection outlives.</summary>
    private async Task<string> ReadAsync(string url, string? lastId = null)
    {
        using HttpResponseMessage response = await OpenAsync(url, lastId);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        var text = new StringBuilder();
        for (bool isLast = false; await reader.ReadLineAsync() is { } line && !(isLast && line.Length == 0);)
        {
            text.Append(line).Append('\n');
            isLast |= line == "event: done";
        }

        return text.Append('\n').ToString();
    }

    private sealed record SseEvent(string Name, string Id, string Data)
    {
        public (long Second, int Count) Order => (long.Parse(Id.Split(':')[0]), int.Parse(Id.Split(':')[1]));

        public static List<SseEvent> In(string text) => text.Split("\n\n", StringSplitOptions.RemoveEmptyEntries)
            .Where(block => !block.StartsWith(':'))
            .Select(block => block.Split('\n'))
            .Select(lines => new SseEvent(
                lines[0].Substring("event: ".Length),
                lines[1].Substring("id: ".Length),
                string.Join('\n', lines.Skip(2).Select(line => line.Substring("data: ".Length)))))
            .ToList();
    }
}
