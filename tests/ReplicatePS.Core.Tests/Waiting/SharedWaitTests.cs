using System;
using System.Collections.Concurrent;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace ReplicatePS.Core.Tests;

public sealed class SharedWaitTests : WaitBench
{
    [Fact]
    public async Task A_hundred_that_are_waited_for_together_cost_little_more_than_reading_each_once()
    {
        await Clock.LetPass();
        ServedRun[] runs = Enumerable.Range(0, 100).Select(i => Server.Create(3 + (i / 50.0))).ToArray();
        double[] lags = await Task.WhenAll(runs.Select(run => LagAsync(run)));
        Assert.InRange(Server.Gets, 100, 110);
        Assert.InRange(Server.Lists, 5, 60);
        Assert.InRange(lags.Average(), 0, 0.15);
    }

    [Fact]
    public async Task A_second_page_is_read_where_it_holds_enough_of_them()
    {
        await Clock.LetPass();
        ServedRun[] runs = Enumerable.Range(0, 180).Select(_ => Server.Create(2)).ToArray();
        await Task.WhenAll(runs.Select(run => LagAsync(run)));
        Assert.InRange(Server.Gets, 180, 200);
    }

    [Fact]
    public async Task Two_are_read_one_by_one()
    {
        await Clock.LetPass();
        await Task.WhenAll(LagAsync(Server.Create(3)), LagAsync(Server.Create(4)));
        Assert.Equal(0, Server.Lists);
    }

    [Fact]
    public async Task Callers_that_wait_for_the_same_run_share_its_looks()
    {
        await Clock.LetPass();
        ServedRun run = Server.Create(4);
        ConcurrentQueue<string> seen = new();
        Task<Prediction>[] waits = Enumerable.Range(0, 50).Select(_ => Client.Waits.ForPredictionAsync(run.Id, TenMinutes, one => seen.Enqueue(one.Status))).ToArray();
        Assert.All(await Task.WhenAll(waits), ended => Assert.Equal("succeeded", ended.Status));
        Assert.InRange(Server.Gets, 3, 12);
        Assert.Equal(50, seen.Count(status => status == "succeeded"));
    }

    [Fact]
    public async Task One_that_leaves_does_not_disturb_the_others()
    {
        await Clock.LetPass();
        ServedRun run = Server.Create(4);
        using CancellationTokenSource stop = new();
        Task<Prediction> leaves = Client.Waits.ForPredictionAsync(run.Id, TenMinutes, _ => stop.Cancel(), stop.Token);
        Task<Prediction> stays = Client.Waits.ForPredictionAsync(run.Id, TenMinutes);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => leaves);
        Assert.Equal("succeeded", (await stays).Status);
    }

    [Fact]
    public async Task Lists_that_fail_leave_it_to_single_looks()
    {
        await Clock.LetPass();
        Server.Fault = (path, _) => Task.FromResult(path == "predictions" ? StubTransport.Answer(500, "{}") : null);
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => LagAsync(Server.Create(3))));
        Assert.Equal(1, Server.Lists);
    }

    [Fact]
    public async Task A_list_that_stalls_holds_nobody_up_for_long()
    {
        await Clock.LetPass();
        Server.Fault = async (path, cancellation) =>
        {
            await (path == "predictions" ? Task.Delay(Timeout.Infinite, cancellation) : Task.CompletedTask);
            return null;
        };
        double[] lags = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => LagAsync(Server.Create(6))));
        Assert.InRange(lags.Max(), 0, 3);
        Assert.Equal(1, Server.Lists);
    }

    [Fact]
    public async Task What_no_list_holds_is_read_by_itself_and_lists_are_asked_for_ever_less_often()
    {
        await Clock.LetPass();
        Server.IsListed = _ => false;
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => LagAsync(Server.Create(30))));
        Assert.InRange(Server.Lists, 1, 8);
    }

    [Fact]
    public async Task An_end_that_only_the_list_knows_of_is_waited_for()
    {
        await Clock.LetPass();
        int reads = 0;
        Server.Fault = (path, _) => Task.FromResult(path != "predictions" && Interlocked.Increment(ref reads) < 40
            ? StubTransport.Answer(200, $"{{\"id\":\"{path.Split('/')[1]}\",\"status\":\"processing\"}}")
            : null);
        ServedRun[] runs = Enumerable.Range(0, 10).Select(_ => Server.Create(0)).ToArray();
        Prediction[] ended = await Task.WhenAll(runs.Select(run => Client.Waits.ForPredictionAsync(run.Id, TenMinutes)));
        Assert.All(ended, run => Assert.True(run.HasEnded && run.IsWhole));
    }

    [Fact]
    public async Task Each_is_handed_over_whole_with_its_log()
    {
        await Clock.LetPass();
        ServedRun[] runs = Enumerable.Range(0, 30).Select(_ => Server.Create(1)).ToArray();
        Prediction[] ended = await Task.WhenAll(runs.Select(run => Client.Waits.ForPredictionAsync(run.Id, TenMinutes)));
        Assert.NotEqual(0, Server.Lists);
        Assert.All(ended, run => Assert.Equal("working\n", run.Logs));
    }

    [Fact]
    public async Task A_log_that_is_wanted_is_read_every_few_seconds_though_lists_tell_the_rest()
    {
        await Clock.LetPass();
        ServedRun[] runs = Enumerable.Range(0, 30).Select(_ => Server.Create(20)).ToArray();
        WaitSettings wantsLog = new() { NeedsLog = () => true };
        int logs = 0;
        Task one = Client.Waits.ForPredictionAsync(runs[0].Id, wantsLog, run => logs += run.Logs is null ? 0 : 1);
        await Task.WhenAll(runs.Skip(1).Select(run => LagAsync(run)).Append(one));
        Assert.InRange(logs, 4, 12);
        Assert.InRange(Server.Gets, 33, 60);
    }

    [Fact]
    public async Task What_is_known_to_have_ended_is_not_asked_for()
    {
        await Clock.LetPass();
        ServedRun run = Server.Create(0);
        Prediction ended = Server.Starting(run);
        Assert.Same(ended, await Client.Waits.ForPredictionAsync(ended, TenMinutes));
        Assert.Empty(Server.Asked);
    }

    [Fact]
    public async Task What_a_list_showed_as_ended_is_read_once_whole()
    {
        await Clock.LetPass();
        Server.Create(0);
        Page<Prediction> page = (await Bench.AllOf(Client.Predictions.ListAsync())).Single();
        Assert.Equal("working\n", (await Client.Waits.ForPredictionAsync(page.Results[0], TenMinutes)).Logs);
        Assert.Equal(1, Server.Gets);
    }

    [Fact]
    public async Task What_was_just_created_may_be_unknown_for_a_moment()
    {
        await Clock.LetPass();
        ServedRun run = Server.Create(5);
        int looks = 0;
        Server.Fault = (_, _) => Task.FromResult(Interlocked.Increment(ref looks) <= 3 ? StubTransport.Answer(404, "{}") : null);
        Assert.Equal("succeeded", (await Client.Waits.ForPredictionAsync(run.Id, TenMinutes)).Status);
    }

    [Theory]
    [InlineData("run99999999999999999999999", 3, 8)]
    [InlineData("misspelt", 0, 0.1)]
    public async Task What_does_not_exist_is_an_error_after_a_few_seconds_or_at_once(string id, double least, double most)
    {
        await Clock.LetPass();
        await Bench.FaultOf(ErrorKind.NotFound, () => Client.Waits.ForPredictionAsync(id, TenMinutes));
        Assert.InRange(Clock.Elapsed.TotalSeconds, least, most);
    }

    [Theory]
    [InlineData("seen")]
    [InlineData("log")]
    public async Task A_fault_of_who_looks_on_ends_that_wait_alone(string where)
    {
        await Clock.LetPass();
        ServedRun run = Server.Create(2);
        WaitSettings asks = new() { NeedsLog = () => Fail(where == "log") };
        Task<Prediction> fails = Client.Waits.ForPredictionAsync(run.Id, asks, _ => Fail(where == "seen"));
        Task<Prediction> stays = Client.Waits.ForPredictionAsync(run.Id, TenMinutes);
        await Assert.ThrowsAsync<InvalidOperationException>(() => fails);
        Assert.Equal("succeeded", (await stays).Status);

        static bool Fail(bool now) => now ? throw new InvalidOperationException("mine") : false;
    }
}
