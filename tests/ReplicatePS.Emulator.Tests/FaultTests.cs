using System;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace ReplicatePS.Emulator.Tests;

public sealed class FaultTests : IDisposable
{
    private const string Echo = """{"version":"emulator/echo","input":{"text":"x"}}""";

    private readonly Account _account = new();

    public void Dispose() => _account.Dispose();

    [Fact]
    public async Task A_reset_before_the_body_leaves_nothing_behind()
    {
        _account.Emulator.Faults.Add("POST", "/predictions$", Fault.ResetBeforeBody());
        HttpRequestException exception = await Assert.ThrowsAsync<HttpRequestException>(() => _account.PostAsync("predictions", Echo));

        Assert.IsAssignableFrom<IOException>(exception.InnerException);
        Assert.Equal(0, await CountAsync());
    }

    [Fact]
    public async Task A_reset_after_processing_leaves_the_prediction_behind()
    {
        _account.Emulator.Faults.Add("POST", "/predictions$", Fault.ResetAfterProcessing());
        await Assert.ThrowsAsync<HttpRequestException>(() => _account.PostAsync("predictions", Echo));

        Assert.Equal(1, await CountAsync());
    }

    [Fact]
    public async Task A_stall_lasts_until_the_caller_gives_up()
    {
        _account.Emulator.Faults.Add("GET", "account", Fault.Stall());
        using var cancel = new CancellationTokenSource();
        Task<HttpResponseMessage> asked = _account.Http.GetAsync("account", cancel.Token);
        _account.Step(1000);
        Assert.False(asked.IsCompleted);
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked);
    }

    [Fact]
    public async Task A_slow_answer_comes_when_its_time_has_come()
    {
        _account.Emulator.Faults.Add("GET", "account", Fault.Slow(TimeSpan.FromSeconds(30)));
        Task<Answer> asked = _account.GetAsync("account");
        _account.Step(29);
        Assert.False(asked.IsCompleted);
        _account.Step(1);

        Assert.Equal(200, (await asked).Status);
    }

    [Fact]
    public async Task Faults_meet_as_many_calls_as_they_are_told_after_as_many_as_they_are_told()
    {
        FaultSwitch added = _account.Emulator.Faults.Add("*", "^/v1/account", Fault.EmptyUnavailable(), times: 2, after: 1);
        int[] statuses = new int[5];
        for (int i = 0; i < statuses.Length; i++)
        {
            statuses[i] = (await _account.GetAsync("account")).Status;
        }

        Assert.Equal(new[] { 200, 503, 503, 200, 200 }, statuses);
        Assert.Equal(2, added.Hits);
    }

    [Theory]
    [InlineData("7", null)]
    [InlineData("Sun, 06 Nov 2044 08:49:37 GMT", null)]
    [InlineData(null, 7.5)]
    [InlineData(null, null)]
    public async Task Throttling_says_when_to_come_again_in_each_form(string? header, double? body)
    {
        _account.Emulator.Faults.Add("GET", "account", Fault.Throttle(header, body));
        Answer answer = await _account.GetAsync("account");

        Assert.Equal(429, answer.Status);
        Assert.Equal(header, answer.Header("Retry-After"));
        Assert.Equal(body, answer.Body.Length == 0 ? null : answer.Json.GetProperty("retry_after").GetDouble());
    }

    [Fact]
    public async Task Bodies_can_be_HTML_malformed_and_truncated()
    {
        _account.Emulator.Faults.Add("GET", "account", Fault.HtmlBadGateway());
        _account.Emulator.Faults.Add("GET", "account", Fault.MalformedBody());
        _account.Emulator.Faults.Add("GET", "account", Fault.TruncatedBody());
        Answer html = await _account.GetAsync("account");
        Answer malformed = await _account.GetAsync("account");
        Answer truncated = await _account.GetAsync("account");

        Assert.Equal((502, "text/html"), (html.Status, html.ContentType));
        Assert.ThrowsAny<JsonException>(() => malformed.Json);
        Assert.StartsWith("{\"type\"", truncated.Body, StringComparison.Ordinal);
        Assert.ThrowsAny<JsonException>(() => truncated.Json);
    }

    [Fact]
    public async Task A_download_is_cut_after_so_many_bytes_and_whole_the_next_time()
    {
        string id = await _account.PredictAsync("emulator/bytes", """{"megabytes":1}""");
        string url = $"https://delivery.replicate.test/xezq/{id}/bytes.bin";
        _account.Emulator.Faults.Add("GET", "bytes.bin", Fault.CutAfter(300_000));
        using HttpResponseMessage response = await _account.Http.GetAsync(url, HttpCompletionOption.ResponseHeadersRead);
        using var got = new MemoryStream();
        Stream body = await response.Content.ReadAsStreamAsync();

        await Assert.ThrowsAnyAsync<IOException>(() => body.CopyToAsync(got));
        Assert.Equal(300_000, got.Length);
        Assert.Equal(1_000_000, (await _account.Http.GetByteArrayAsync(url)).Length);
    }

    [Fact]
    public async Task A_redirect_goes_where_it_is_told()
    {
        _account.Emulator.Faults.Add("GET", "account", Fault.Redirect("https://evil.test/account", 307));
        Answer answer = await _account.GetAsync("account");

        Assert.Equal(307, answer.Status);
        Assert.Equal("https://evil.test/account", answer.Header("Location"));
    }

    [Fact]
    public async Task A_host_that_is_not_its_own_cannot_be_reached() =>
        await Assert.ThrowsAsync<HttpRequestException>(() => _account.Http.GetAsync("https://evil.test/account"));

    private async Task<int> CountAsync() => (await _account.GetAsync("predictions")).Json.GetProperty("results").GetArrayLength();

    [Fact]
    public async Task A_share_of_requests_can_meet_a_fault_the_same_ones_each_time()
    {
        string[] runs = new string[2];
        for (int run = 0; run < runs.Length; run++)
        {
            using var account = new Account();
            FaultSwitch added = account.Emulator.Faults.AddShare("GET", "account", Fault.Answer(503), 0.25, seed: 5);
            for (int i = 0; i < 400; i++)
            {
                runs[run] += (await account.GetAsync("account")).Status == 503 ? 'x' : '.';
            }

            Assert.InRange(runs[run].Count(c => c == 'x'), 70, 130);
            Assert.Equal(runs[run].Count(c => c == 'x'), added.Hits);
        }

        Assert.Equal(runs[0], runs[1]);
        using var other = new Account();
        Assert.Throws<ArgumentOutOfRangeException>(() => other.Emulator.Faults.AddShare("*", ".", Fault.Answer(500), 1.1));
    }
}
