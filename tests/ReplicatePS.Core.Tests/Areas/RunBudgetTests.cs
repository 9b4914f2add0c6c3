using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace ReplicatePS.Core.Tests.Areas;

public sealed class RunBudgetTests
{
    [Fact]
    public async Task The_first_runs_alone_until_it_is_known_what_one_costs()
    {
        RunBudget budget = new(TimeSpan.FromSeconds(10));
        Assert.True(await Start(budget));
        Task<bool> second = Start(budget);
        Task<bool> third = Start(budget);
        Assert.False(second.IsCompleted);

        budget.End(2);
        Assert.True(await second);
        Assert.True(await third);
    }

    [Fact]
    public async Task Nothing_starts_that_would_go_beyond_the_limit_if_all_cost_the_same()
    {
        RunBudget budget = new(TimeSpan.FromSeconds(10));
        await Start(budget);
        budget.End(2);
        Task<bool>[] more = Enumerable.Range(0, 6).Select(_ => Start(budget)).ToArray();
        Assert.Equal(4, more.Count(start => start.IsCompletedSuccessfully && start.Result));

        foreach (int _ in Enumerable.Range(0, 4))
        {
            budget.End(2);
        }

        Assert.False(await more[4]);
        Assert.False(await more[5]);
        Assert.Equal(10, budget.Spent);
    }

    [Fact]
    public async Task What_ends_sooner_than_the_mean_makes_room()
    {
        RunBudget budget = new(TimeSpan.FromSeconds(10));
        await Start(budget);
        budget.End(6);
        Task<bool> next = Start(budget);
        Assert.False(await next);

        budget = new RunBudget(TimeSpan.FromSeconds(13));
        await Start(budget);
        budget.End(6);
        Assert.True(await Start(budget));
        Task<bool> waiting = Start(budget);
        Assert.False(waiting.IsCompleted);
        budget.End(1);
        Assert.True(await waiting);
    }

    [Fact]
    public async Task What_was_never_created_costs_nothing()
    {
        RunBudget budget = new(TimeSpan.FromSeconds(1));
        await Start(budget);
        budget.End(null);
        Assert.True(await Start(budget));
        Assert.Equal(0, budget.Spent);
    }

    [Fact]
    public async Task Once_used_up_it_stays_so()
    {
        RunBudget budget = new(TimeSpan.FromSeconds(1));
        await Start(budget);
        budget.End(5);
        Assert.False(await Start(budget));
        Assert.False(await Start(budget));
    }

    [Fact]
    public async Task Who_stops_waiting_takes_no_place()
    {
        RunBudget budget = new(TimeSpan.FromSeconds(10));
        await Start(budget);
        using CancellationTokenSource stop = new();
        Task<bool> stopped = budget.StartAsync(stop.Token);
        Task<bool> other = Start(budget);
        stop.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => stopped);
        budget.End(4);
        Assert.True(await other);
        Task<bool> last = Start(budget);
        budget.End(4);
        Assert.False(await last);
    }

    private static Task<bool> Start(RunBudget budget) => budget.StartAsync(CancellationToken.None);
}
