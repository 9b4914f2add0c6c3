using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Threading;
using System.Threading.Tasks;
using ReplicatePS.Emulator;

namespace ReplicatePS.Core.Tests;

/// <summary>Many rows against Replicate's limits as the emulator keeps them, with the number of repeats that users have.</summary>
public class LimitsOfTheEmulatorTests
{
    private static readonly NewPrediction Echo = new() { Input = Bench.Json("{\"text\":\"x\"}") };

    [Theory]
    [InlineData(600, null, 1200, 32, 1)]
    [InlineData(600, null, 1200, 32, 4)]
    [InlineData(6, 1, 60, 32, 1)]
    [InlineData(6, 1, 60, 32, 4)]
    [InlineData(60, 1, 120, 32, 2)]
    public async Task All_rows_finish_with_at_most_one_percent_refused_after_the_first(int perMinute, int? burst, int rows, int atOnce, int clients)
    {
        using TestClock clock = new();
        await clock.LetPass();
        using ReplicateEmulator emulator = new(new EmulatorOptions { TimeProvider = clock, CreatesPerMinute = perMinute, CreateBurst = burst });
        RateLimiter limiter = new(clock);
        ReplicateClient[] all = Enumerable.Range(0, clients).Select(_ => Client(emulator, clock, limiter)).ToArray();
        string version = await VersionAsync(all[0]);
        int next = 0;
        await Task.WhenAll(Enumerable.Range(0, atOnce).Select(async worker =>
        {
            while (Interlocked.Increment(ref next) <= rows)
            {
                await all[worker % clients].Predictions.CreateByVersionAsync(version, Echo);
            }
        }));

        JournalEntry[] creates = emulator.Journal.Entries.Where(entry => entry.Method == "POST").ToArray();
        Assert.Equal(rows, creates.Count(entry => entry.Status == 201));
        Assert.InRange(creates.Count(entry => entry.Status == 429) - 1, -1, rows / 100);
        double least = (rows - (burst ?? perMinute)) * 60.0 / perMinute;
        Assert.InRange(clock.Elapsed.TotalSeconds, least - 1, (least * 1.1) + 10);
    }

    [Fact]
    public async Task A_limit_that_never_lets_go_ends_with_the_number_of_repeats_and_says_what_it_waits_for()
    {
        using TestClock clock = new();
        await clock.LetPass();
        using ReplicateEmulator emulator = new(new EmulatorOptions { TimeProvider = clock });
        emulator.Faults.Add("POST", ".*", ReplicatePS.Emulator.Fault.Throttle("3600"), times: int.MaxValue);
        List<RequestPause> pauses = new();
        ReplicateClient client = Client(emulator, clock, new RateLimiter(clock), pauses.Add);
        string version = await VersionAsync(client);
        ReplicateException fault = await Bench.FaultOf(
            ErrorKind.RateLimited, () => client.Predictions.CreateByVersionAsync(version, Echo));
        Assert.Equal(TimeSpan.FromHours(1), fault.RetryAfter);
        Assert.Equal(6, emulator.Journal.Entries.Count(entry => entry.Method == "POST"));
        Assert.InRange(clock.Elapsed.TotalMinutes, 5, 5.2);
        RequestPause[] asked = pauses.Where(pause => pause.Asked is not null).ToArray();
        Assert.Equal(new[] { 2, 3, 4, 5, 6 }, asked.Select(pause => pause.Attempt));
        Assert.All(asked, pause => Assert.Equal(
            $"waiting 60 s before POST /v1/predictions, attempt {pause.Attempt} of 6; Replicate asks for 3600 s", pause.ToString()));
    }

    [Fact]
    public async Task Clients_of_one_token_share_a_limiter_whatever_way_they_go_and_those_of_another_do_not()
    {
        RateLimiter first = HttpStack.Shared.LimiterFor(new Uri("https://limits.example/v1"), "one");
        Assert.Same(first, HttpStack.Shared.LimiterFor(new Uri("https://limits.example"), "one"));
        Assert.NotSame(first, HttpStack.Shared.LimiterFor(new Uri("https://limits.example"), "two"));
        Assert.NotSame(first, HttpStack.Shared.LimiterFor(new Uri("https://other.example"), "one"));

        // Held back on one way, held back on the other.
        using RawServer server = new((connection, _) => connection.AnswerAsync(201, Trouble.Good));
        RateLimiter shared = HttpStack.Shared.LimiterFor(server.Address, Bench.Token);
        await shared.EnterAsync(RequestLane.Create, default);
        shared.Leave(RequestLane.Create, new LimitNotice { IsAnswer = true, IsRefusal = true, RetryAfter = TimeSpan.FromSeconds(50) });
        foreach (bool isShared in new[] { true, false })
        {
            using CancellationTokenSource stop = new();
            TaskCompletionSource<RequestPause> isHeldBack = new(TaskCreationOptions.RunContinuationsAsynchronously);
            ReplicateClient client = new(new ReplicateClientOptions
            {
                BaseUri = server.Address,
                Token = () => Bench.Token,
                Transport = HttpStack.CreateHandler(),
                SharesLimiter = isShared,
                Pausing = pause => isHeldBack.TrySetResult(pause),
            });
            Task<Prediction> creating = client.Predictions.CreateByVersionAsync("v", Bench.Prompt(), stop.Token);
            if (isShared)
            {
                RequestPause pause = await isHeldBack.Task.WaitAsync(TimeSpan.FromSeconds(30));
                Assert.InRange(pause.Length.TotalSeconds, 1, 51);
                stop.Cancel();
                await Assert.ThrowsAnyAsync<OperationCanceledException>(() => creating);
                Assert.Empty(server.Arrived);
            }
            else
            {
                Assert.Equal(Calls.Id, (await creating.WaitAsync(TimeSpan.FromSeconds(30))).Id);
            }
        }
    }

    private static async Task<string> VersionAsync(ReplicateClient client) =>
        (await client.Models.PinAsync(new ModelReference("emulator", "echo"))).Version!;

    private static ReplicateClient Client(ReplicateEmulator emulator, TestClock clock, RateLimiter limiter, Action<RequestPause>? pausing = null) =>
        new(new ReplicateClientOptions
        {
            BaseUri = ReplicateEmulator.DefaultBaseUri,
            Transport = emulator.Handler,
            TimeProvider = clock,
            TokenIsOptional = true,
            Limiter = limiter,
            Pausing = pausing,
            Timeout = Timeout.InfiniteTimeSpan,
        });
}
