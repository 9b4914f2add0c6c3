using System;
using System.Threading;
using System.Threading.Tasks;

namespace ReplicatePS.Emulator;

/// <summary>A timer in emulated time. It is checked when its source timer fires and whenever the clock is moved by hand.</summary>
internal sealed class EmulatorTimer : ITimer
{
    private readonly object _gate = new();
    private readonly EmulatorClock _clock;
    private readonly TimerCallback _callback;
    private readonly object? _state;
    private TimeSpan? _due;
    private TimeSpan _period;
    private ITimer? _source;
    private bool _disposed;
    private volatile bool _isWaiting;

    public EmulatorTimer(EmulatorClock clock, TimerCallback callback, object? state)
    {
        _clock = clock;
        _callback = callback;
        _state = state;
    }

    /// <summary>Whether it will fire when its time has come.</summary>
    public bool IsWaiting => _isWaiting;

    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        lock (_gate)
        {
            if (_disposed)
            {
                return false;
            }

            _due = dueTime == Timeout.InfiniteTimeSpan ? null : _clock.Elapsed + dueTime;
            _period = period;
        }

        Check();
        _clock.TellObservers();
        return true;
    }

    /// <summary>Lets it fire once at a time, which may have passed.</summary>
    /// <param name="due">How much of the clock's time will have passed since its start.</param>
    public void FireAt(TimeSpan due)
    {
        lock (_gate)
        {
            _due = due;
        }

        Check();
        _clock.TellObservers();
    }

    public void Check()
    {
        bool fire = false;
        lock (_gate)
        {
            _source?.Dispose();
            _source = null;
            if (_disposed || _due is not { } due)
            {
                _isWaiting = false;
                return;
            }

            TimeSpan missing = due - _clock.Elapsed;
            if (missing <= TimeSpan.Zero)
            {
                fire = true;
                _due = _period > TimeSpan.Zero ? due + _period : null;
                missing = _period;
            }

            _isWaiting = _due is not null;
            if (_isWaiting)
            {
                _source = _clock.StartSourceTimer(_ => Check(), missing);
            }
        }

        if (fire)
        {
            _callback(_state);
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            _isWaiting = false;
            _source?.Dispose();
            _source = null;
        }

        _clock.Forget(this);
    }

    public ValueTask DisposeAsync()
    {
        Dispose();
        return default;
    }
}
