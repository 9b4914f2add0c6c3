using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;

namespace ReplicatePS.Core.Tests;

/// <summary>
/// A clock that moves only when it is told to, or, once <see cref="AutoAdvance"/> is on, jumps to the next timer as soon as
/// nothing has set a timer for a moment: everyone is then waiting for time to pass.
/// </summary>
internal sealed class TestClock : TimeProvider, IDisposable
{
    private const int CalmTurns = 100;
    private const int LongCalmTurns = 600;

    // How long nothing must have happened before the clock jumps. Work that is being compiled looks like waiting; a long jump,
    // which would end a request, is not made lightly.
    private static readonly TimeSpan Calm = TimeSpan.FromMilliseconds(0.4);
    private static readonly TimeSpan LongCalm = TimeSpan.FromMilliseconds(40);
    private static readonly TimeSpan LongJump = TimeSpan.FromSeconds(15);

    private readonly object _gate = new();
    private readonly List<TestTimer> _timers = new();
    private readonly DateTimeOffset _start;
    private DateTimeOffset _now;

    // How far the time of day is off from the time that has passed.
    private TimeSpan _shift;
    private long _changes;
    private readonly PoolRest _pool = new();
    private Thread? _driver;
    private volatile bool _isDisposed;

    public TestClock()
    {
        _start = _now = new DateTimeOffset(2031, 2, 3, 4, 5, 6, TimeSpan.Zero);
    }

    private DateTimeOffset Now
    {
        get
        {
            lock (_gate)
            {
                return _now;
            }
        }
    }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>The time that has passed on this clock.</summary>
    public TimeSpan Elapsed => Now - _start;

    /// <summary>The longest jump that auto-advance makes on its own; a test that stalls fails instead of running on.</summary>
    public TimeSpan Limit { get; set; } = TimeSpan.FromDays(2);

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
        {
            return _now + _shift;
        }
    }

    public override long GetTimestamp() => Elapsed.Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        TestTimer timer = new(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Moves the clock, firing what becomes due in its order.</summary>
    public void Advance(TimeSpan by)
    {
        DateTimeOffset until = Now + by;
        while (FireNext(until))
        {
        }

        lock (_gate)
        {
            _now = until;
        }
    }

    /// <summary>Sets the clock back or forth as a user or a time server would; no timer fires.</summary>
    public void Jump(TimeSpan by)
    {
        lock (_gate)
        {
            _shift += by;
        }
    }

    /// <summary>Lets time pass by itself from now on.</summary>
    public TestClock AutoAdvance() => Begin(() =>
    {
        PoolRest.Learn();
        Drive();
    });

    /// <summary>
    /// Lets time pass by itself from now on, and only while nobody on the thread pool has anything to do, however slow the machine is. What
    /// follows the await runs there as well: the clock stands still while the test is at work.
    /// </summary>
    public ConfiguredTaskAwaitable LetPass()
    {
        TaskCompletionSource begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Begin(() =>
        {
            PoolRest.Learn();
            begun.SetResult();
            DriveAtRest();
        });
        return begun.Task.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
    }

    public void Dispose()
    {
        _isDisposed = true;
        _driver?.Join();
    }

    private TestClock Begin(ThreadStart drive)
    {
        Assert.Null(_driver);
        _driver = new Thread(drive) { IsBackground = true, Name = "test clock" };
        _driver.Start();
        return this;
    }

    private void DriveAtRest()
    {
        while (!_isDisposed)
        {
            if (_pool.IsIdle())
            {
                // All of one moment together.
                for (DateTimeOffset until = _start + Limit; FireNext(until); until = Now)
                {
                }
            }

            Thread.Yield();
        }
    }

    private void Drive()
    {
        // Sleeping takes the system a millisecond, which adds up over thousands of timers.
        long seen = -1;
        Stopwatch calm = Stopwatch.StartNew();

        // On a busy machine time passes while nobody gets to work, this thread included: its own turns are counted as well.
        int turns = 0;
        while (!_isDisposed)
        {
            long changes = Interlocked.Read(ref _changes);
            turns++;
            if (changes != seen || !_pool.IsIdle())
            {
                seen = changes;
                turns = 0;
                calm.Restart();
            }
            else if ((turns > LongCalmTurns && calm.Elapsed > LongCalm)
                || (turns > CalmTurns && calm.Elapsed > Calm && NextDue() - Now < LongJump))
            {
                if (!FireNext(_start + Limit))
                {
                    Thread.Sleep(1);
                }

                turns = 0;
                calm.Restart();
            }

            Thread.Yield();
        }
    }

    private DateTimeOffset? NextDue()
    {
        lock (_gate)
        {
            return _timers.Min(timer => (DateTimeOffset?)timer.Due);
        }
    }

    private bool FireNext(DateTimeOffset until)
    {
        TestTimer? next;
        lock (_gate)
        {
            next = _timers.Where(timer => timer.Due <= until).MinBy(timer => timer.Due);
            if (next is null)
            {
                return false;
            }

            _now = next.Due > _now ? next.Due : _now;
            _timers.Remove(next);
        }

        Interlocked.Increment(ref _changes);
        next.Fire();
        return true;
    }

    private sealed class TestTimer : ITimer
    {
        private readonly TestClock _clock;
        private readonly TimerCallback _callback;
        private readonly object? _state;

        public TestTimer(TestClock clock, TimerCallback callback, object? state)
        {
            _clock = clock;
            _callback = callback;
            _state = state;
        }

        public DateTimeOffset Due { get; set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            Assert.Equal(Timeout.InfiniteTimeSpan, period);
            Interlocked.Increment(ref _clock._changes);
            lock (_clock._gate)
            {
                _clock._timers.Remove(this);
                if (dueTime != Timeout.InfiniteTimeSpan)
                {
                    Due = _clock._now + dueTime;
                    _clock._timers.Add(this);
                }
            }

            return true;
        }

        // As the system's timers do, so that what follows does not run on the clock's own thread.
        public void Fire() => ThreadPool.QueueUserWorkItem(_ => _callback(_state));

        public void Dispose() => Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return default;
        }
    }
}
