using System;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace ReplicatePS.Emulator.Tests;

public sealed class ClockTests
{
    [Fact]
    public void A_clock_of_speed_nought_moves_only_by_hand()
    {
        var clock = new EmulatorClock(speed: 0);
        DateTimeOffset start = clock.GetUtcNow();
        clock.Advance(TimeSpan.FromMinutes(3));

        Assert.Equal(start.AddMinutes(3), clock.GetUtcNow());
        Assert.Throws<ArgumentOutOfRangeException>(() => clock.Advance(TimeSpan.FromTicks(-1)));
    }

    [Fact]
    public void A_clock_runs_so_many_times_as_fast_as_its_source_and_so_do_its_timers()
    {
        var source = new EmulatorClock(speed: 0);
        var fast = new EmulatorClock(speed: 10, source);
        DateTimeOffset start = fast.GetUtcNow();
        int fired = 0;
        using ITimer timer = fast.CreateTimer(_ => fired++, null, TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(10));
        source.Advance(TimeSpan.FromSeconds(2.9));
        Assert.Equal(0, fired);
        source.Advance(TimeSpan.FromSeconds(0.1));
        Assert.Equal(1, fired);
        source.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(2, fired);

        Assert.Equal(start.AddSeconds(40), fast.GetUtcNow());
    }

    [Fact]
    public async Task A_delay_in_emulated_time_ends_when_the_clock_is_moved()
    {
        var clock = new EmulatorClock(speed: 0);
        Task delay = Task.Delay(TimeSpan.FromHours(5), clock, CancellationToken.None);
        clock.Advance(TimeSpan.FromHours(4));
        Assert.False(delay.IsCompleted);
        clock.Advance(TimeSpan.FromHours(1));

        await delay;
    }
}
