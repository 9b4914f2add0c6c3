using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace ReplicatePS.Core;

/// <summary>
/// Holds requests back when Replicate's limits are near, so that parallel calls slow down together instead of each running
/// into a 429. Shared by all clients of a token.
/// </summary>
public sealed class RateLimiter
{
    private readonly TimeProvider _clock;
    private readonly Dictionary<RequestLane, LaneState> _lanes = new()
    {
        [RequestLane.Other] = new LaneState(),
        [RequestLane.Poll] = new LaneState(),
        [RequestLane.Create] = new LaneState(),
    };

    /// <summary>Makes a limiter that knows nothing yet.</summary>
    /// <param name="clock">The clock to wait by.</param>
    public RateLimiter(TimeProvider clock)
    {
        _clock = clock;
    }

    /// <summary>Waits for a place in a lane.</summary>
    internal async Task EnterAsync(RequestLane lane, CancellationToken cancellation)
    {
        LaneState state = _lanes[lane];
        while (true)
        {
            TimeSpan wait;
            lock (state)
            {
                wait = state.TryEnter(_clock.GetUtcNow());
            }

            if (wait <= TimeSpan.Zero)
            {
                return;
            }

            await _clock.Delay(wait, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Gives the place back and learns from the answer's figures, where it has any.</summary>
    internal void Leave(RequestLane lane, int? remaining, TimeSpan? reset, TimeSpan? retryAfter)
    {
        LaneState state = _lanes[lane];
        lock (state)
        {
            state.Leave(_clock.GetUtcNow(), remaining, reset, retryAfter);
        }
    }

    /// <summary>One of Replicate's token buckets as it looks from here.</summary>
    private sealed class LaneState
    {
        private int _inFlight;
        private int _capacity = 1;
        private DateTimeOffset _next = DateTimeOffset.MinValue;
        private TimeSpan _interval = TimeSpan.Zero;

        public TimeSpan TryEnter(DateTimeOffset now)
        {
            if (now < _next)
            {
                return _next - now;
            }

            _next = now + _interval;
            _inFlight++;
            return TimeSpan.Zero;
        }

        public void Leave(DateTimeOffset now, int? remaining, TimeSpan? reset, TimeSpan? retryAfter)
        {
            _inFlight--;
            if (remaining is { } left && reset is { } untilFull)
            {
                // One token was taken by the request that brought the figure.
                _capacity = Math.Max(_capacity, left + 1);
                TimeSpan perToken = TimeSpan.FromTicks(untilFull.Ticks / Math.Max(1, _capacity - left));

                // Those still under way may take the tokens that the figure shows.
                bool isNear = left <= _inFlight;
                _interval = isNear ? perToken : TimeSpan.Zero;
                if (left == 0)
                {
                    Hold(now + perToken);
                }
            }

            if (retryAfter is { } pause)
            {
                Hold(now + pause);
                _interval = _interval > TimeSpan.Zero ? _interval : TimeSpan.FromTicks(pause.Ticks / Math.Max(1, _inFlight));
            }
        }

        private void Hold(DateTimeOffset until) => _next = until > _next ? until : _next;
    }
}
