using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;

namespace ReplicatePS.Core.Tests;

public class WaitTests
{
    private static readonly WaitSettings TenMinutes = new() { Timeout = TimeSpan.FromMinutes(10) };

    [Theory]
    [InlineData("succeeded")]
    [InlineData("failed")]
    [InlineData("canceled")]
    [InlineData("aborted")]
    public async Task Each_of_the_four_ends_is_an_end(string status)
    {
        using TestClock clock = new();
        await clock.LetPass();
        StubTransport stub = new StubTransport().Then(200, State("starting")).Then(200, State("processing")).Then(200, State(status));
        List<string> seen = new();
        Prediction prediction = await Bench.Client(stub, clock).Waits.ForPredictionAsync("abc", TenMinutes, run => seen.Add(run.Status));
        Assert.Equal(status, prediction.Status);
        Assert.Equal(new[] { "starting", "processing", status }, seen);
        Training training = await Bench.Client(stub, clock).Waits.ForTrainingAsync("abc", TenMinutes);
        Assert.Equal(status, training.Status);
    }

    [Fact]
    public async Task An_unknown_status_is_waited_out_until_the_bound_and_reported()
    {
        using TestClock clock = new();
        await clock.LetPass();
        StubTransport stub = new StubTransport().Then(200, State("dreaming"));
        ReplicateException fault = await Bench.FaultOf(ErrorKind.WaitTimeout, () => Bench.Client(stub, clock).Waits.ForPredictionAsync("abc", TenMinutes));
        Assert.Contains("abc", fault.Message, StringComparison.Ordinal);
        Assert.Contains("dreaming", fault.Message, StringComparison.Ordinal);

        Assert.Equal(600, clock.Elapsed.TotalSeconds);
    }

    [Fact]
    public async Task Looks_grow_rarer_but_never_rarer_than_the_longest_pause()
    {
        using TestClock clock = new();
        await clock.LetPass();
        StubTransport stub = new StubTransport().Then(200, State("processing"));
        await Bench.FaultOf(ErrorKind.WaitTimeout, () => Bench.Client(stub, clock).Waits.ForPredictionAsync("abc", TenMinutes));
        Assert.InRange(stub.Seen.Count, 120, 140);
    }

    [Fact]
    public async Task A_few_looks_that_fail_do_not_end_the_wait()
    {
        using TestClock clock = new();
        await clock.LetPass();
        StubTransport stub = new StubTransport();
        for (int i = 0; i < 2; i++)
        {
            stub.ThenThrow(() => new HttpRequestException("lost")).Then(503, "trouble").Then(200, "<html>sorry</html>");
        }

        stub.Then(200, State("succeeded"));
        Assert.True((await Bench.Client(stub, clock, retries: 1).Waits.ForPredictionAsync("abc", TenMinutes)).HasEnded);
    }

    [Theory]
    [InlineData(404, ErrorKind.NotFound)]
    [InlineData(401, ErrorKind.Unauthorized)]
    [InlineData(500, ErrorKind.ServerError)]
    public async Task An_end_for_another_reason_names_the_id(int status, ErrorKind kind)
    {
        using TestClock clock = new();
        await clock.LetPass();
        StubTransport stub = new StubTransport().Then(status, "{\"detail\":\"no\"}");
        ReplicateException fault = await Bench.FaultOf(kind, () => Bench.Client(stub, clock, retries: 0).Waits.ForTrainingAsync("abc", TenMinutes));
        Assert.Contains("training abc", fault.Message, StringComparison.Ordinal);
        Assert.Equal(status, (int)fault.StatusCode!);
    }

    [Theory]
    [InlineData("stall")]
    [InlineData("deaf")]
    [InlineData("retries")]
    public async Task The_bound_holds_to_within_a_second_whatever_a_look_does(string kind)
    {
        using TestClock clock = new();
        await clock.LetPass();
        StubTransport stub = kind switch
        {
            "stall" => new StubTransport().ThenStall(),
            "deaf" => new StubTransport().ThenAsync((_, _) => new TaskCompletionSource<HttpResponseMessage>().Task),
            _ => new StubTransport().Then(429, "{}", ("Retry-After", "55")),
        };
        ReplicateException fault = await Bench.FaultOf(
            ErrorKind.WaitTimeout, () => Bench.Client(stub, clock).Waits.ForPredictionAsync("abc", new WaitSettings { Timeout = TimeSpan.FromSeconds(37) }));
        Assert.Contains("could not be read", fault.Message, StringComparison.Ordinal);
        Assert.Equal(37, clock.Elapsed.TotalSeconds);
    }

    [Fact]
    public async Task A_bound_longer_than_timers_can_be_is_no_fault()
    {
        using TestClock clock = new();
        await clock.LetPass();
        StubTransport stub = new StubTransport().Then(200, State("succeeded"));
        await Bench.Client(stub, clock).Waits.ForPredictionAsync("abc", new WaitSettings { Timeout = TimeSpan.MaxValue });
        ReplicateClient system = Bench.Client(stub, TimeProvider.System);
        await system.Waits.ForPredictionAsync("abc", new WaitSettings { Timeout = TimeSpan.MaxValue });
    }

    public static TheoryData<string> Phases => new() { "send", "deaf send", "body", "retry pause", "limiter", "wait pause", "download", "upload" };

    /// <summary>The clock stands still, so that only the token can end these.</summary>
    [Theory]
    [MemberData(nameof(Phases))]
    public async Task Stopping_ends_every_phase_at_once(string phase)
    {
        using TestClock clock = new();
        using TemporaryFolder folder = new();
        using CancellationTokenSource stop = new();
        TaskCompletionSource started = new(TaskCreationOptions.RunContinuationsAsynchronously);
        StubTransport stub = new StubTransport().ThenAsync(async (_, cancellation) =>
        {
            started.TrySetResult();
            switch (phase)
            {
                case "send" or "upload":
                    await Task.Delay(Timeout.Infinite, cancellation);
                    break;
                case "deaf send":
                    await Task.Delay(Timeout.Infinite, CancellationToken.None);
                    break;
                case "body" or "download":
                    return StubTransport.Answer(new StallingStream("{\"id\":"u8.ToArray()));
                case "retry pause" or "limiter":
                    return StubTransport.Answer(429, "{\"retry_after\":30}");
            }

            return StubTransport.Answer(200, State("processing"));
        });
        ReplicateClient client = Bench.Client(stub, clock);
        Func<Task> call = phase switch
        {
            "wait pause" => () => client.Waits.ForPredictionAsync("abc", TenMinutes, null, stop.Token),
            "download" => () => client.Outputs.SaveAsync(OutputLink.Of("https://replicate.delivery/a.png"), folder.File("a.png"), cancellation: stop.Token),
            "upload" => () => client.Files.UploadAsync(folder.Write("b.png", new byte[100]), cancellation: stop.Token),
            _ => () => client.Predictions.GetAsync("abc", stop.Token),
        };
        Task first = call();
        await started.Task;
        Task second = phase == "limiter" ? call() : first;
        await Task.Delay(20);
        Stopwatch watch = Stopwatch.StartNew();
        stop.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Task.WhenAll(first, second).WaitAsync(TimeSpan.FromSeconds(10)));
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 1);
        Assert.DoesNotContain(folder.Names(), name => name.EndsWith(".part", StringComparison.Ordinal));
    }

    private static string State(string status) => $"{{\"id\":\"abc\",\"status\":\"{status}\"}}";
}
