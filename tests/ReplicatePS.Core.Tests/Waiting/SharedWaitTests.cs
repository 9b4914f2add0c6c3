using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;

namespace ReplicatePS.Core.Tests;

public sealed class SharedWaitTests : IDisposable
{
    private static readonly WaitSettings TenMinutes = new() { Timeout = TimeSpan.FromMinutes(10) };

    private readonly TestClock _clock = new TestClock { Step = TimeSpan.FromMilliseconds(20) }.AutoAdvance();
    private readonly RunServer _server;
    private readonly ReplicateClient _client;

    public SharedWaitTests()
    {
        _server = new RunServer(_clock);
        _client = Bench.Client(_server, _clock, retries: 0);
    }

    public void Dispose() => _clock.Dispose();

    [Fact]
    public async Task A_hundred_that_are_waited_for_together_cost_little_more_than_reading_each_once()
    {
        ServedRun[] runs = Enumerable.Range(0, 100).Select(i => _server.Create(3 + (i / 50.0))).ToArray();
        double[] lags = await Task.WhenAll(runs.Select(run => LagAsync(run)));
        Assert.InRange(_server.Gets, 100, 110);
        Assert.InRange(_server.Lists, 5, 60);
        Assert.InRange(lags.Average(), 0, 0.15);
    }

    [Fact]
    public async Task A_second_page_is_read_where_it_holds_enough_of_them()
    {
        ServedRun[] runs = Enumerable.Range(0, 180).Select(_ => _server.Create(2)).ToArray();
        await Task.WhenAll(runs.Select(run => LagAsync(run)));
        Assert.InRange(_server.Gets, 180, 200);
    }

    [Fact]
    public async Task Two_are_read_one_by_one()
    {
        await Task.WhenAll(LagAsync(_server.Create(3)), LagAsync(_server.Create(4)));
        Assert.Equal(0, _server.Lists);
    }

    [Fact]
    public async Task The_first_run_of_a_version_costs_less_than_a_look_every_half_second()
    {
        double lag = await LagAsync(_server.Create(5));
        Assert.InRange(_server.Gets, 5, 10);
        Assert.InRange(lag, 0, 2.6);
    }

    [Fact]
    public async Task The_next_run_of_a_version_is_looked_at_when_the_last_ones_ended()
    {
        for (int i = 0; i < 3; i++)
        {
            await LagAsync(_server.Create(5));
        }

        int before = _server.Gets;
        double[] lags = new double[10];
        for (int i = 0; i < lags.Length; i++)
        {
            lags[i] = await LagAsync(_server.Create(5));
        }

        Assert.InRange((_server.Gets - before) / 10.0, 1, 6);
        Assert.InRange(lags.Average(), 0, 0.15);
    }

    [Fact]
    public async Task What_a_create_answered_saves_the_first_look()
    {
        await LagAsync(_server.Create(3));
        await LagAsync(_server.Create(3));
        int before = _server.Gets;
        ServedRun run = _server.Create(3);
        await _client.Waits.ForPredictionAsync(_server.Starting(run), TenMinutes);
        Assert.InRange(_server.Gets - before, 1, 5);
    }

    [Fact]
    public async Task A_version_with_short_and_long_runs_is_looked_at_after_each_of_both_times()
    {
        double[] lasts = { 0.3, 5, 0.3, 5, 0.3, 5 };
        foreach (double one in lasts)
        {
            await LagAsync(_server.Create(one));
        }

        int before = _server.Gets;
        Assert.InRange(await LagAsync(_server.Create(0.3)), 0, 0.25);
        Assert.InRange(await LagAsync(_server.Create(5)), 0, 0.25);
        Assert.InRange(_server.Gets - before, 3, 8);
    }

    [Fact]
    public async Task Many_long_runs_do_not_make_the_short_ones_of_a_version_forgotten()
    {
        ServedRun[] mixed = Enumerable.Range(0, 60).Select(i => _server.Create(i % 2 == 0 ? 0.3 : 5)).ToArray();
        await Task.WhenAll(mixed.Select(run => LagAsync(run)));
        ServedRun quick = _server.Create(0.3);
        await _client.Waits.ForPredictionAsync(_server.Starting(quick), TenMinutes);
        Assert.InRange((_clock.GetUtcNow() - quick.Ends).TotalSeconds, 0, 0.25);
    }

    [Fact]
    public async Task A_run_that_ends_long_before_all_others_of_its_version_is_not_late_for_longer_than_it_ran()
    {
        await LagAsync(_server.Create(60));
        await LagAsync(_server.Create(60));
        Assert.InRange(await LagAsync(_server.Create(0.5)), 0, 1.1);
        Assert.InRange(await LagAsync(_server.Create(3)), 0, 3.2);
    }

    [Theory]
    [InlineData(3600)]
    [InlineData(-3600)]
    [InlineData(-1)]
    public async Task A_server_whose_clock_is_off_or_set_makes_looks_neither_many_nor_late(double ahead)
    {
        _server.Ahead = TimeSpan.FromSeconds(100);
        await LagAsync(_server.Create(5));
        await LagAsync(_server.Create(5));
        _server.Ahead = TimeSpan.FromSeconds(ahead);
        Assert.InRange(await LagAsync(_server.Create(5)), 0, 5.1);
        int before = _server.Gets;
        Assert.InRange(await LagAsync(_server.Create(5)), 0, 2.6);
        Assert.InRange(_server.Gets - before, 1, 12);
        Assert.InRange(await LagAsync(_server.Create(5)), 0, 2.6);
    }

    [Fact]
    public async Task A_server_whose_time_runs_a_hundred_times_as_fast_does_not_make_looks_late()
    {
        RunServer hurried = new(_clock) { Speed = 100 };
        ReplicateClient client = Bench.Client(hurried, _clock, retries: 0);
        for (int i = 0; i < 8; i++)
        {
            ServedRun run = hurried.Create(i % 2 == 0 ? 160 : 80);
            await client.Waits.ForPredictionAsync(run.Id, TenMinutes);
            Assert.InRange((_clock.GetUtcNow() - run.Ends).TotalSeconds, 0, 1.2);
        }
    }

    [Fact]
    public async Task Callers_that_wait_for_the_same_run_share_its_looks()
    {
        ServedRun run = _server.Create(4);
        ConcurrentQueue<string> seen = new();
        Task<Prediction>[] waits = Enumerable.Range(0, 50).Select(_ => _client.Waits.ForPredictionAsync(run.Id, TenMinutes, one => seen.Enqueue(one.Status))).ToArray();
        Assert.All(await Task.WhenAll(waits), ended => Assert.Equal("succeeded", ended.Status));
        Assert.InRange(_server.Gets, 3, 12);
        Assert.Equal(50, seen.Count(status => status == "succeeded"));
    }

    [Fact]
    public async Task One_that_leaves_does_not_disturb_the_others()
    {
        ServedRun run = _server.Create(4);
        using CancellationTokenSource stop = new();
        Task<Prediction> leaves = _client.Waits.ForPredictionAsync(run.Id, TenMinutes, _ => stop.Cancel(), stop.Token);
        Task<Prediction> stays = _client.Waits.ForPredictionAsync(run.Id, TenMinutes);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => leaves);
        Assert.Equal("succeeded", (await stays).Status);
    }

    [Fact]
    public async Task Lists_that_fail_leave_it_to_single_looks()
    {
        _server.Fault = (path, _) => Task.FromResult(path == "predictions" ? StubTransport.Answer(500, "{}") : null);
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => LagAsync(_server.Create(3))));
        Assert.Equal(1, _server.Lists);
    }

    [Fact]
    public async Task A_list_that_stalls_holds_nobody_up_for_long()
    {
        _server.Fault = async (path, cancellation) =>
        {
            await (path == "predictions" ? Task.Delay(Timeout.Infinite, cancellation) : Task.CompletedTask);
            return null;
        };
        double[] lags = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => LagAsync(_server.Create(6))));
        Assert.InRange(lags.Max(), 0, 3);
        Assert.Equal(1, _server.Lists);
    }

    [Fact]
    public async Task What_no_list_holds_is_read_by_itself_and_lists_are_asked_for_ever_less_often()
    {
        _server.IsListed = _ => false;
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => LagAsync(_server.Create(30))));
        Assert.InRange(_server.Lists, 1, 12);
    }

    [Fact]
    public async Task An_end_that_only_the_list_knows_of_is_waited_for()
    {
        int reads = 0;
        _server.Fault = (path, _) => Task.FromResult(path != "predictions" && Interlocked.Increment(ref reads) < 40
            ? StubTransport.Answer(200, $"{{\"id\":\"{path.Split('/')[1]}\",\"status\":\"processing\"}}")
            : null);
        ServedRun[] runs = Enumerable.Range(0, 10).Select(_ => _server.Create(0)).ToArray();
        Prediction[] ended = await Task.WhenAll(runs.Select(run => _client.Waits.ForPredictionAsync(run.Id, TenMinutes)));
        Assert.All(ended, run => Assert.True(run.HasEnded && run.IsWhole));
    }

    [Fact]
    public async Task Each_is_handed_over_whole_with_its_log()
    {
        ServedRun[] runs = Enumerable.Range(0, 30).Select(_ => _server.Create(1)).ToArray();
        Prediction[] ended = await Task.WhenAll(runs.Select(run => _client.Waits.ForPredictionAsync(run.Id, TenMinutes)));
        Assert.NotEqual(0, _server.Lists);
        Assert.All(ended, run => Assert.Equal("working\n", run.Logs));
    }

    [Fact]
    public async Task A_log_that_is_wanted_is_read_every_few_seconds_though_lists_tell_the_rest()
    {
        ServedRun[] runs = Enumerable.Range(0, 30).Select(_ => _server.Create(20)).ToArray();
        WaitSettings wantsLog = new() { NeedsLog = () => true };
        int logs = 0;
        Task one = _client.Waits.ForPredictionAsync(runs[0].Id, wantsLog, run => logs += run.Logs is null ? 0 : 1);
        await Task.WhenAll(runs.Skip(1).Select(run => LagAsync(run)).Append(one));
        Assert.InRange(logs, 4, 12);
        Assert.InRange(_server.Gets, 33, 60);
    }

    [Fact]
    public async Task What_is_known_to_have_ended_is_not_asked_for()
    {
        ServedRun run = _server.Create(0);
        Prediction ended = _server.Starting(run);
        Assert.Same(ended, await _client.Waits.ForPredictionAsync(ended, TenMinutes));
        Assert.Empty(_server.Asked);
    }

    [Fact]
    public async Task What_a_list_showed_as_ended_is_read_once_whole()
    {
        _server.Create(0);
        Page<Prediction> page = (await Bench.AllOf(_client.Predictions.ListAsync())).Single();
        Assert.Equal("working\n", (await _client.Waits.ForPredictionAsync(page.Results[0], TenMinutes)).Logs);
        Assert.Equal(1, _server.Gets);
    }

    [Fact]
    public async Task What_was_just_created_may_be_unknown_for_a_moment()
    {
        ServedRun run = _server.Create(5);
        int looks = 0;
        _server.Fault = (_, _) => Task.FromResult(Interlocked.Increment(ref looks) <= 3 ? StubTransport.Answer(404, "{}") : null);
        Assert.Equal("succeeded", (await _client.Waits.ForPredictionAsync(run.Id, TenMinutes)).Status);
    }

    [Theory]
    [InlineData("run99999999999999999999999", 3, 8)]
    [InlineData("misspelt", 0, 0.1)]
    public async Task What_does_not_exist_is_an_error_after_a_few_seconds_or_at_once(string id, double least, double most)
    {
        await Bench.FaultOf(ErrorKind.NotFound, () => _client.Waits.ForPredictionAsync(id, TenMinutes));
        Assert.InRange(_clock.Elapsed.TotalSeconds, least, most);
    }

    [Theory]
    [InlineData("stall")]
    [InlineData("slow body")]
    [InlineData("retry after")]
    [InlineData("nothing")]
    public async Task The_bound_holds_for_hundreds_whatever_the_server_does(string kind)
    {
        _server.Fault = async (_, cancellation) =>
        {
            await (kind == "stall" ? Task.Delay(Timeout.Infinite, cancellation) : Task.CompletedTask);
            return kind switch
            {
                "slow body" => StubTransport.Answer(new StallingStream("{\"id\":"u8.ToArray())),
                "retry after" => StubTransport.Answer(429, "{}", "application/json", ("Retry-After", "3600")),
                _ => null,
            };
        };
        ReplicateClient client = Bench.Client(_server, _clock);
        WaitSettings short_ = new() { Timeout = TimeSpan.FromSeconds(9) };
        await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => _server.Create(3600)).Select(
            run => Bench.FaultOf(ErrorKind.WaitTimeout, () => client.Waits.ForPredictionAsync(run.Id, short_))));
        Assert.InRange(_clock.Elapsed.TotalSeconds, 9, 10);
    }

    [Theory]
    [InlineData(-7200)]
    [InlineData(7200)]
    public async Task A_clock_that_is_set_moves_neither_the_bound_nor_the_looks(double by)
    {
        ServedRun run = _server.Create(86400);
        int looks = 0;
        Task<ReplicateException> wait = Bench.FaultOf(ErrorKind.WaitTimeout, () => _client.Waits.ForPredictionAsync(
            run.Id,
            new WaitSettings { Timeout = TimeSpan.FromSeconds(20) },
            _ => _clock.Jump(Interlocked.Increment(ref looks) == 5 ? TimeSpan.FromSeconds(by) : TimeSpan.Zero)));
        long begun = _clock.GetTimestamp();
        await wait;
        Assert.InRange(_clock.GetElapsedTime(begun).TotalSeconds, 19.9, 21);
        Assert.InRange(looks, 8, 20);
    }

    [Theory]
    [InlineData("silence")]
    [InlineData("half a head")]
    [InlineData("half a body")]
    [InlineData("drops")]
    [InlineData("retry after")]
    public async Task The_bound_holds_over_real_connections(string kind)
    {
        using RawServer server = new(async (connection, _) =>
        {
            switch (kind)
            {
                case "half a head":
                    await connection.SendAsync("HTTP/1.1 200 OK\r\nContent-Ty");
                    await connection.StallAsync();
                    break;
                case "half a body":
                    await connection.SendAsync("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{\"id\":");
                    await connection.StallAsync();
                    break;
                case "drops":
                    connection.Reset();
                    break;
                case "retry after":
                    await connection.AnswerAsync(429, "{}", headers: "Retry-After: 3600\r\n");
                    break;
                default:
                    await connection.StallAsync();
                    break;
            }
        });
        ReplicateClient client = Bench.Client(server, retries: 100, timeout: 100);
        WaitSettings bound = new() { Timeout = TimeSpan.FromSeconds(1) };
        Stopwatch watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, 20).Select(
            i => Bench.FaultOf(ErrorKind.WaitTimeout, () => client.Waits.ForPredictionAsync($"run{i}", bound))));
        Assert.InRange(watch.Elapsed.TotalSeconds, 0.95, 2);
    }

    [Fact]
    public async Task A_wait_whose_time_was_up_before_it_began_asks_nothing()
    {
        ServedRun run = _server.Create(5);
        ReplicateException fault = await Bench.FaultOf(
            ErrorKind.WaitTimeout, () => _client.Waits.ForPredictionAsync(run.Id, new WaitSettings { Timeout = TimeSpan.FromSeconds(-3) }));
        Assert.Contains("the time was up", fault.Message, StringComparison.Ordinal);
        Assert.Empty(_server.Asked);
    }

    [Fact]
    public async Task A_fault_of_who_looks_on_ends_that_wait_alone()
    {
        ServedRun run = _server.Create(2);
        Task<Prediction> fails = _client.Waits.ForPredictionAsync(run.Id, TenMinutes, _ => throw new InvalidOperationException("mine"));
        Task<Prediction> stays = _client.Waits.ForPredictionAsync(run.Id, TenMinutes);
        await Assert.ThrowsAsync<InvalidOperationException>(() => fails);
        Assert.Equal("succeeded", (await stays).Status);
    }

    [Fact]
    public async Task A_stream_tells_of_the_end_at_once_and_saves_looks()
    {
        _server.Stream = TellsDoneAsync;
        ServedRun run = _server.Create(7);
        Prediction ended = await _client.Waits.ForPredictionAsync(_server.Starting(run), TenMinutes);
        Assert.Equal("succeeded", ended.Status);
        Assert.InRange((_clock.GetUtcNow() - run.Ends).TotalSeconds, 0, 0.4);
        Assert.Equal(1, _server.Streams);
        Assert.InRange(_server.Gets, 1, 4);
    }

    [Fact]
    public async Task Streams_of_hundreds_are_not_opened()
    {
        _server.Stream = TellsDoneAsync;
        await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => LagAsync(_server.Create(4))));
        Assert.InRange(_server.Streams, 0, 4);
        Assert.InRange(_server.Gets, 100, 120);
    }

    [Theory]
    [InlineData("refuses")]
    [InlineData("ends")]
    [InlineData("stalls")]
    [InlineData("is done too soon")]
    public async Task A_stream_that_tells_nothing_leaves_it_to_looks(string kind)
    {
        _server.Stream = async (_, cancellation) =>
        {
            await (kind == "stalls" ? Task.Delay(Timeout.Infinite, cancellation) : Task.CompletedTask);
            return kind switch
            {
                "refuses" => StubTransport.Answer(404, "gone", "text/plain"),
                "ends" => StubTransport.Answer(200, ": hi\n\n", "text/event-stream"),
                _ => StubTransport.Answer(200, "event: done\ndata: {}\n\n", "text/event-stream"),
            };
        };
        Assert.InRange(await LagAsync(_server.Create(7)), 0, 4);
        Assert.Equal(1, _server.Streams);
    }

    [Fact]
    public async Task A_wait_that_ends_lets_its_stream_go()
    {
        TaskCompletionSource gone = new();
        _server.Stream = async (_, cancellation) =>
        {
            using CancellationTokenRegistration registration = cancellation.Register(() => gone.TrySetResult());
            await Task.Delay(Timeout.Infinite, cancellation);
            throw new InvalidOperationException();
        };
        ServedRun run = _server.Create(600);
        await Bench.FaultOf(ErrorKind.WaitTimeout, () => _client.Waits.ForPredictionAsync(run.Id, new WaitSettings { Timeout = TimeSpan.FromSeconds(3) }));
        await gone.Task.WaitAsync(TimeSpan.FromSeconds(10));
    }

    private async Task<HttpResponseMessage> TellsDoneAsync(ServedRun run, CancellationToken cancellation)
    {
        TimeSpan left = run.Ends - _clock.GetUtcNow();
        await _clock.Delay(left > TimeSpan.Zero ? left : TimeSpan.Zero, cancellation);
        return StubTransport.Answer(200, ": hi\n\nevent: done\nid: 1:0\ndata: {}\n\n", "text/event-stream");
    }

    /// <summary>How long after its end a run is handed over.</summary>
    private async Task<double> LagAsync(ServedRun run)
    {
        Prediction ended = await _client.Waits.ForPredictionAsync(run.Id, TenMinutes);
        Assert.Equal(run.Id, ended.Id);
        Assert.Equal("succeeded", ended.Status);
        return (_clock.GetUtcNow() - run.Ends).TotalSeconds;
    }
}
