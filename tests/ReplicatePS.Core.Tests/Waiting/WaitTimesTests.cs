using System;
using System.Linq;
using System.Threading.Tasks;

namespace ReplicatePS.Core.Tests;

public sealed class WaitTimesTests : WaitBench
{
    [Fact]
    public async Task The_first_run_of_a_version_costs_less_than_a_look_every_half_second()
    {
        await Clock.LetPass();
        double lag = await LagAsync(Server.Create(5));
        Assert.InRange(Server.Gets, 5, 10);
        Assert.InRange(lag, 0, 2.6);
    }

    [Fact]
    public async Task The_next_run_of_a_version_is_looked_at_when_the_last_ones_ended()
    {
        await Clock.LetPass();
        for (int i = 0; i < 3; i++)
        {
            await LagAsync(Server.Create(5));
        }

        int before = Server.Gets;
        double[] lags = new double[10];
        for (int i = 0; i < lags.Length; i++)
        {
            lags[i] = await LagAsync(Server.Create(5));
        }

        Assert.InRange((Server.Gets - before) / 10.0, 1, 6);
        Assert.InRange(lags.Average(), 0, 0.15);
    }

    [Fact]
    public async Task What_a_create_answered_saves_the_first_look()
    {
        await Clock.LetPass();
        await LagAsync(Server.Create(3));
        await LagAsync(Server.Create(3));
        int before = Server.Gets;
        ServedRun run = Server.Create(3);
        await Client.Waits.ForPredictionAsync(Server.Starting(run), TenMinutes);
        Assert.InRange(Server.Gets - before, 1, 5);
    }

    [Fact]
    public async Task A_version_with_short_and_long_runs_is_looked_at_after_each_of_both_times()
    {
        await Clock.LetPass();
        double[] lasts = { 0.3, 5, 0.3, 5, 0.3, 5 };
        foreach (double one in lasts)
        {
            await LagAsync(Server.Create(one));
        }

        int before = Server.Gets;
        Assert.InRange(await LagAsync(Server.Create(0.3)), 0, 0.25);
        Assert.InRange(await LagAsync(Server.Create(5)), 0, 0.25);
        Assert.InRange(Server.Gets - before, 3, 8);
    }

    [Fact]
    public async Task Many_long_runs_do_not_make_the_short_ones_of_a_version_forgotten()
    {
        await Clock.LetPass();
        ServedRun[] mixed = Enumerable.Range(0, 60).Select(i => Server.Create(i % 2 == 0 ? 0.3 : 5)).ToArray();
        await Task.WhenAll(mixed.Select(run => LagAsync(run)));
        ServedRun quick = Server.Create(0.3);
        await Client.Waits.ForPredictionAsync(Server.Starting(quick), TenMinutes);
        Assert.InRange((Clock.GetUtcNow() - quick.Ends).TotalSeconds, 0, 0.25);
    }

    [Fact]
    public async Task A_run_that_ends_long_before_all_others_of_its_version_is_not_late_for_longer_than_it_ran()
    {
        await Clock.LetPass();
        await LagAsync(Server.Create(60));
        await LagAsync(Server.Create(60));
        Assert.InRange(await LagAsync(Server.Create(0.5)), 0, 1.1);
        Assert.InRange(await LagAsync(Server.Create(3)), 0, 3.2);
    }

    [Theory]
    [InlineData(3600)]
    [InlineData(-3600)]
    [InlineData(-1)]
    public async Task A_server_whose_clock_is_off_or_set_makes_looks_neither_many_nor_late(double ahead)
    {
        await Clock.LetPass();
        Server.Ahead = TimeSpan.FromSeconds(100);
        await LagAsync(Server.Create(5));
        await LagAsync(Server.Create(5));
        Server.Ahead = TimeSpan.FromSeconds(ahead);
        Assert.InRange(await LagAsync(Server.Create(5)), 0, 5.1);
        int before = Server.Gets;
        Assert.InRange(await LagAsync(Server.Create(5)), 0, 2.6);
        Assert.InRange(Server.Gets - before, 1, 12);
        Assert.InRange(await LagAsync(Server.Create(5)), 0, 2.6);
    }

    [Fact]
    public async Task A_server_whose_time_runs_a_hundred_times_as_fast_does_not_make_looks_late()
    {
        await Clock.LetPass();
        RunServer hurried = new(Clock) { Speed = 100 };
        ReplicateClient client = Bench.Client(hurried, Clock, retries: 0);
        for (int i = 0; i < 8; i++)
        {
            ServedRun run = hurried.Create(i % 2 == 0 ? 160 : 80);
            await client.Waits.ForPredictionAsync(run.Id, TenMinutes);
            Assert.InRange((Clock.GetUtcNow() - run.Ends).TotalSeconds, 0, 1.2);
        }
    }
}
