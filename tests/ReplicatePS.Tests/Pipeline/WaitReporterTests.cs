using System.Text.Json;
using ReplicatePS.Pipeline;

namespace ReplicatePS.Tests.Pipeline;

public sealed class WaitReporterTests : IDisposable
{
    private readonly FakePipeline _pipeline = new();

    public void Dispose() => _pipeline.Dispose();

    [Fact]
    public async Task Each_line_is_shown_once_and_only_when_it_is_whole()
    {
        WaitReporter reporter = new(_pipeline, "Training", "abc", showLog: true);
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
        WaitReporter reporter = new(_pipeline, "Training", "abc", showLog: true);
        reporter.Report(await RunAsync("processing", "one\ntwo\n"));
        reporter.Report(await RunAsync("processing", "three\nfour\n"));
        Assert.Equal(new[] { "one", "two", "three", "four" }, _pipeline.Lines);
    }

    [Fact]
    public async Task A_log_is_not_shown_unless_asked_for()
    {
        WaitReporter reporter = new(_pipeline, "Training", "abc", showLog: false);
        reporter.Report(await RunAsync("succeeded", "one\n"));
        Assert.Empty(_pipeline.Lines);
    }

    [Fact]
    public async Task A_status_that_nobody_knows_is_warned_of_once()
    {
        WaitReporter reporter = new(_pipeline, "Prediction", "abc", showLog: false);
        reporter.Report(await RunAsync("paused", null));
        reporter.Report(await RunAsync("paused", null));
        reporter.Report(await RunAsync("processing", null));
        string warning = Assert.Single(_pipeline.Warnings);
        Assert.Contains("'paused'", warning);
        Assert.Contains("abc", warning);
    }

    private static Task<Core.Prediction> RunAsync(string status, string? logs) =>
        Answering.Client(JsonSerializer.Serialize(new { id = "abc", status, logs })).Predictions.GetAsync("abc");
}
