using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace ReplicatePS.Emulator;

/// <summary>The emulator's time: a source clock run at another speed, which can also be moved forward by hand.</summary>
public sealed class EmulatorClock : TimeProvider
{
    private readonly object _gate = new();
    private readonly List<EmulatorTimer> _timers = new();
    private readonly List<(int Count, TaskCompletionSource<bool> Reached)> _observers = new();
    private readonly TimeProvider _source;
    private readonly DateTimeOffset _start;
    private readonly long _sourceStart;
    private TimeSpan _advanced;

    /// <summary>Starts a clock at the source's present time.</summary>
    /// <param name="speed">Emulated seconds per second of the source; 0 for a clock that is only moved by hand.</param>
    /// <param name="source">The clock to derive from; null is the system's.</param>
    public EmulatorClock(double speed = 1, TimeProvider? source = null)
    {
        if (speed < 0 || double.IsNaN(speed) || double.IsInfinity(speed))
        {
            throw new ArgumentOutOfRangeException(nameof(speed), speed, "The speed is 0 or a positive number.");
        }

        Speed = speed;
        _source = source ?? System;
        _start = _source.GetUtcNow();
        _sourceStart = _source.GetTimestamp();
    }

    /// <summary>Emulated seconds per second of the source.</summary>
    public double Speed { get; }

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    internal TimeSpan Elapsed
    {
        get
        {
            TimeSpan source = _source.GetElapsedTime(_sourceStart);
            lock (_gate)
            {
                return TimeSpan.FromTicks((long)(source.Ticks * Speed)) + _advanced;
            }
        }
    }

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => _start + Elapsed;

    /// <inheritdoc/>
    public override long GetTimestamp() => Elapsed.Ticks;

    /// <summary>Moves the clock forward and fires the timers that have become due.</summary>
    public void Advance(TimeSpan by)
    {
        if (by < TimeSpan.Zero)
        {
            throw new ArgumentOutOfRangeException(nameof(by), by, "Time moves forward only.");
        }

        EmulatorTimer[] timers;
        lock (_gate)
        {
            _advanced += by;
            timers = _timers.ToArray();
        }

        foreach (EmulatorTimer timer in timers)
        {
            timer.Check();
        }
    }

    /// <summary>
    /// Ends as soon as so many timers are waiting for this clock. A test that moves the clock by hand awaits it first, to be sure
    /// that what it wants to let time pass for has begun to wait.
    /// </summary>
    public Task WhenWaitedForAsync(int timers = 1)
    {
        var reached = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            _observers.Add((timers, reached));
        }

        TellObservers();
        return reached.Task;
    }

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new EmulatorTimer(this, callback, state);
        lock (_gate)
        {
            _timers.Add(timer);
        }

        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>
    /// Waits for a time. Unlike a delay, which counts from when it begins, it does not come late if the clock is moved meanwhile.
    /// </summary>
    internal async Task WhenAsync(DateTimeOffset time, CancellationToken cancellationToken)
    {
        var reached = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var timer = new EmulatorTimer(this, _ => reached.TrySetResult(true), null);
        using CancellationTokenRegistration stop = cancellationToken.Register(() => reached.TrySetCanceled(cancellationToken));
        lock (_gate)
        {
            _timers.Add(timer);
        }

        timer.FireAt(time - _start);
        await reached.Task.ConfigureAwait(false);
    }

    internal ITimer? StartSourceTimer(TimerCallback callback, TimeSpan emulated)
    {
        if (Speed == 0)
        {
            return null;
        }

        double milliseconds = Math.Min(Math.Ceiling(emulated.TotalMilliseconds / Speed), int.MaxValue);
        return _source.CreateTimer(callback, null, TimeSpan.FromMilliseconds(milliseconds), Timeout.InfiniteTimeSpan);
    }

    internal void TellObservers()
    {
        lock (_gate)
        {
            int waiting = _timers.Count(timer => timer.IsWaiting);
            foreach ((int count, TaskCompletionSource<bool> reached) in _observers)
            {
                if (waiting >= count)
                {
                    reached.TrySetResult(true);
                }
            }

            _observers.RemoveAll(observer => observer.Reached.Task.IsCompleted);
        }
    }

    internal void Forget(EmulatorTimer timer)
    {
        lock (_gate)
        {
            _timers.Remove(timer);
        }
    }
}
