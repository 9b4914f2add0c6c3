using System.Net.Http;
using System.Text;
using System.Text.Json;
using ReplicatePS.Core;
using ReplicatePS.Pipeline;

namespace ReplicatePS.Tests.Pipeline;

public sealed class WaitReporterTests : IDisposable
{
    private readonly FakePipeline _pipeline = new();

    public void Dispose() => _pipeline.Dispose();

    [Fact]
    public async Task Each_line_is_shown_once_and_only_when_it_is_whole()
    {
        using WaitReporter reporter = new(_pipeline, "Training", "abc", showLog: true);
        reporter.Report(await RunAsync("processing", "one\ntw"));
        Assert.Equal(new[] { "one" }, _pipeline.Lines);
        reporter.Report(await RunAsync("processing", "one\ntw"));
        reporter.Report(await RunAsync("processing", "one\ntwo\r\nthree"));
        Assert.Equal(new[] { "one", "two" }, _pipeline.Lines);
        reporter.Report(await RunAsync("succeeded", "one\ntwo\r\nthree"));
        Assert.Equal(new[] { "one", "two", "three" }, _pipeline.Lines);
    }

    [Fact]
    public async Task A_log_that_lost_its_beginning_is_shown_as_it_is_now()
    {
        using WaitReporter reporter = new(_pipeline, "Training", "abc", showLog: true);
        reporter.Report(await RunAsync("processing", "one\ntwo\n"));
        reporter.Report(await RunAsync("processing", "three\nfour\n"));
        Assert.Equal(new[] { "one", "two", "three", "four" }, _pipeline.Lines);
    }

    [Fact]
    public async Task A_log_is_not_shown_unless_asked_for()
    {
        using WaitReporter reporter = new(_pipeline, "Training", "abc", showLog: false);
        reporter.Report(await RunAsync("succeeded", "one\n"));
        Assert.Empty(_pipeline.Lines);
    }

    [Fact]
    public async Task A_status_that_nobody_knows_is_warned_of_once()
    {
        using WaitReporter reporter = new(_pipeline, "Prediction", "abc", showLog: false);
        reporter.Report(await RunAsync("paused", null));
        reporter.Report(await RunAsync("paused", null));
        reporter.Report(await RunAsync("processing", null));
        string warning = Assert.Single(_pipeline.Warnings);
        Assert.Contains("'paused'", warning);
        Assert.Contains("abc", warning);
    }

    [Fact]
    public async Task The_progress_bar_is_taken_away_at_the_end()
    {
        using (WaitReporter reporter = new(_pipeline, "Prediction", "abc", showLog: false))
        {
            reporter.Report(await RunAsync("processing", null));
        }

        Assert.Equal(2, _pipeline.ProgressRecords);
    }

    private static Task<Core.Prediction> RunAsync(string status, string? logs)
    {
        ReplicateClient client = new(new ReplicateClientOptions
        {
            Token = () => "token",
            Transport = new Answering(JsonSerializer.Serialize(new { id = "abc", status, logs })),
        });
        return client.Predictions.GetAsync("abc");
    }

    private sealed class Answering : HttpMessageHandler
    {
        private readonly string _json;

        public Answering(string json)
        {
            _json = json;
        }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellation) =>
            Task.FromResult(new HttpResponseMessage { Content = new StringContent(_json, Encoding.UTF8, "application/json"), RequestMessage = request });
    }
}
