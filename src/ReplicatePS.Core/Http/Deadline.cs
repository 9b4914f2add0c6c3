using System;
using System.Threading;

namespace ReplicatePS.Core;

/// <summary>A token that is canceled when time is up, or when another token is.</summary>
internal sealed class Deadline : IDisposable
{
    // Timers take no more than 49 days.
    private static readonly TimeSpan Longest = TimeSpan.FromDays(49);

    private readonly TimeSpan _span;
    private readonly CancellationTokenSource _source;
    private readonly ITimer? _timer;
    private volatile bool _isUp;

    public Deadline(TimeProvider clock, TimeSpan span, CancellationToken outer)
    {
        _span = span > Longest ? Longest : span;
        _source = CancellationTokenSource.CreateLinkedTokenSource(outer);
        if (span != System.Threading.Timeout.InfiniteTimeSpan)
        {
            _timer = clock.CreateTimer(_ => TimeIsUp(), null, _span, System.Threading.Timeout.InfiniteTimeSpan);
        }
    }

    public CancellationToken Token => _source.Token;

    /// <summary>Whether it was the time, not the other token.</summary>
    public bool IsUp => _isUp;

    /// <summary>Starts the time anew, as something moved.</summary>
    public void Extend() => _timer?.Change(_span, System.Threading.Timeout.InfiniteTimeSpan);

    public void Dispose()
    {
        _timer?.Dispose();
        _source.Dispose();
    }

    private void TimeIsUp()
    {
        _isUp = true;
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
