using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace ReplicatePS.Core;

/// <summary>
/// Holds a job to so many seconds of compute. What has ended counts as Replicate reported it, what runs as the mean of that;
/// until a first one has ended nobody knows what one costs, so the first runs alone.
/// </summary>
public sealed class RunBudget
{
    private readonly object _gate = new();
    private readonly double _limit;
    private readonly Queue<TaskCompletionSource<bool>> _waiting = new();
    private double _spent;
    private int _running;
    private int _ended;
    private bool _isExhausted;

    /// <summary>Makes a budget.</summary>
    /// <param name="limit">How much compute there is.</param>
    public RunBudget(TimeSpan limit)
    {
        _limit = limit.TotalSeconds;
    }

    /// <summary>The seconds of compute that were reported.</summary>
    public double Spent
    {
        get
        {
            lock (_gate)
            {
                return _spent;
            }
        }
    }

    /// <summary>Asks whether one more may start; waits while that depends on what is running.</summary>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <returns>False when the budget is used up; then it is for all that ask later.</returns>
    public async Task<bool> StartAsync(CancellationToken cancellation)
    {
        TaskCompletionSource<bool> turn = new(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            _waiting.Enqueue(turn);
            Decide();
        }

        using (cancellation.Register(() => turn.TrySetCanceled()))
        {
            return await turn.Task.ConfigureAwait(false);
        }
    }

    /// <summary>Notes that one which was started has ended, or was never created.</summary>
    /// <param name="seconds">The compute that Replicate reported; null when it cost nothing or nothing is known.</param>
    public void End(double? seconds)
    {
        lock (_gate)
        {
            _running--;
            if (seconds is { } time)
            {
                _spent += Math.Max(0, time);
                _ended++;
            }

            Decide();
        }
    }

    /// <summary>First come, first served; who stopped waiting is passed over.</summary>
    private void Decide()
    {
        while (_waiting.Count > 0)
        {
            double mean = _ended > 0 ? _spent / _ended : 0;
            bool isRoom = _ended > 0 ? _spent + ((_running + 1) * mean) <= _limit : _running == 0;
            if (!isRoom && _running > 0 && !_isExhausted)
            {
                return;
            }

            _isExhausted |= !isRoom;
            if (_waiting.Dequeue().TrySetResult(!_isExhausted) && !_isExhausted)
            {
                _running++;
            }
        }
    }
}
