using System;
using System.Threading;

namespace ReplicatePS.Core;

/// <summary>A token that is canceled when time is up, or when another token is: at once, or after a last moment of grace.</summary>
internal sealed class Deadline : IDisposable
{
    // Timers take no more than 49 days.
    private static readonly TimeSpan Longest = TimeSpan.FromDays(49);

    private readonly TimeSpan _span;
    private readonly CancellationTokenSource _source = new();
    private readonly ITimer? _timer;
    private readonly Func<TimeSpan>? _grace;
    private readonly CancellationTokenRegistration _outer;
    private volatile bool _isUp;
    private volatile bool _isGrace;

    public Deadline(TimeProvider clock, TimeSpan span, CancellationToken outer, Func<TimeSpan>? grace = null)
    {
        _span = span > Longest ? Longest : span;
        _grace = grace;
        if (span != System.Threading.Timeout.InfiniteTimeSpan)
        {
            _timer = clock.CreateTimer(_ => TimeIsUp(), null, _span, System.Threading.Timeout.InfiniteTimeSpan);
        }

        _outer = outer.Register(OuterIsCanceled);
    }

    public CancellationToken Token => _source.Token;

    /// <summary>Whether it was the time, not the other token.</summary>
    public bool IsUp => _isUp;

    /// <summary>Starts the time anew, as something moved.</summary>
    public void Extend()
    {
        if (!_isGrace)
        {
            _timer?.Change(_span, System.Threading.Timeout.InfiniteTimeSpan);
        }
    }

    public void Dispose()
    {
        _outer.Dispose();
        _timer?.Dispose();
        _source.Dispose();
    }

    private void OuterIsCanceled()
    {
        TimeSpan grace = _grace?.Invoke() ?? TimeSpan.Zero;
        if (grace > TimeSpan.Zero && _timer is not null)
        {
            _isGrace = true;
            _timer.Change(grace, System.Threading.Timeout.InfiniteTimeSpan);
            return;
        }

        Cancel();
    }

    private void TimeIsUp()
    {
        _isUp = true;
        Cancel();
    }

    private void Cancel()
    {
        try
        {
            _source.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The work ended in the same moment.
        }
    }
}
