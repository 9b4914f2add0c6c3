using System;
using System.Threading;

namespace ReplicatePS.Core;

/// <summary>The clock of a poller, in seconds since its beginning, and the one timer by which it goes.</summary>
internal sealed class LookTimer
{
    private const double Longest = 3600;

    private readonly TimeProvider _clock;
    private readonly long _start;
    private readonly ITimer _timer;

    public LookTimer(TimeProvider clock, Action turn)
    {
        _clock = clock;
        _start = clock.GetTimestamp();
        _timer = clock.CreateTimer(_ => turn(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public double Now => _clock.GetElapsedTime(_start).TotalSeconds;

    /// <summary>Sets the next turn.</summary>
    public void Set(double next)
    {
        // Timers know whole milliseconds; one that fires early would fire again at once.
        double pause = Math.Ceiling(Math.Min(Math.Max(0, next - Now), Longest) * 1000);
        _timer.Change(TimeSpan.FromMilliseconds(pause), Timeout.InfiniteTimeSpan);
    }

    public void Stop() => _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
}
