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

    // Waits are measured by the time that passes, so setting the clock does them no harm.
    private readonly DateTimeOffset _madeAt;
    private readonly long _madeAtTick;
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
        _madeAt = clock.GetUtcNow();
        _madeAtTick = clock.GetTimestamp();
    }

    private DateTimeOffset Now => _madeAt + _clock.GetElapsedTime(_madeAtTick);

    /// <summary>Waits for a place in a lane.</summary>
    /// <param name="lane">The lane.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <param name="waiting">Is told how long a wait for the limit is; not of one for the turn, which others report.</param>
    internal async Task EnterAsync(RequestLane lane, CancellationToken cancellation, Action<TimeSpan>? waiting = null)
    {
        LaneState state = _lanes[lane];

        // One waits for the limit, the others wait for their turn: first come, first served.
        await state.Turn.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            while (true)
            {
                TimeSpan wait;
                Task? firstAnswer;
                lock (state)
                {
                    wait = state.TryEnter(Now);
                    firstAnswer = state.FirstAnswer;
                }

                if (wait <= TimeSpan.Zero)
                {
                    return;
                }

                if (firstAnswer is null)
                {
                    waiting?.Invoke(wait);
                }

                Task pause = _clock.Delay(wait, cancellation);
                Task ended = firstAnswer is null ? pause : await Task.WhenAny(pause, firstAnswer).ConfigureAwait(false);
                await ended.ConfigureAwait(false);
            }
        }
        finally
        {
            state.Turn.Release();
        }
    }

    /// <summary>Gives the place back and learns from the answer, where there was one.</summary>
    internal void Leave(RequestLane lane, LimitNotice notice)
    {
        LaneState state = _lanes[lane];
        lock (state)
        {
            state.Leave(Now, notice);
        }
    }

    /// <summary>One of Replicate's token buckets as it looks from here.</summary>
    private sealed class LaneState
    {
        // Until the first answer tells what the limit is, others wait for it, but no longer than this.
        private static readonly TimeSpan LongestProbe = TimeSpan.FromSeconds(1);

        // The refill is measured over at least this long.
        private static readonly TimeSpan Window = TimeSpan.FromSeconds(1);

        // A refusal that comes alone, in so long a time, tells little of a limit.
        private static readonly TimeSpan Alone = TimeSpan.FromMinutes(1);

        private int _inFlight;
        private bool _isKnown;
        private TaskCompletionSource<bool> _firstAnswer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _capacity = 1;
        private DateTimeOffset _probedAt = DateTimeOffset.MinValue;
        private DateTimeOffset _next = DateTimeOffset.MinValue;

        // How many requests may go at once, as far as is known, and how long each one beyond them takes to be free.
        private int? _budget;
        private TimeSpan _perToken = TimeSpan.Zero;

        // What was left when, and how many requests were let through since: together they tell how fast the bucket fills.
        private DateTimeOffset? _measuredAt;
        private int _measuredLeft;
        private int _accepted;

        // When it was refused last, and how often in a row.
        private DateTimeOffset? _refusedAt;
        private int _refusals;

        public SemaphoreSlim Turn { get; } = new(1, 1);

        /// <summary>Ends when the first request has, so that the next may go; null once the limit is known.</summary>
        public Task? FirstAnswer => _isKnown ? null : _firstAnswer.Task;

        public TimeSpan TryEnter(DateTimeOffset now)
        {
            TimeSpan wait = !_isKnown && _inFlight > 0 ? _probedAt + LongestProbe - now : _next - now;

            // Timers know whole milliseconds, so a part of one is rounded up.
            if (wait > TimeSpan.Zero)
            {
                return TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds));
            }

            _probedAt = now;
            _next = _budget <= 0 ? now + _perToken : now;
            _budget--;
            _inFlight++;
            return TimeSpan.Zero;
        }

        public void Leave(DateTimeOffset now, LimitNotice notice)
        {
            _inFlight--;
            if (!_isKnown)
            {
                _isKnown = notice.IsAnswer;
                _firstAnswer.TrySetResult(true);
                _firstAnswer = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
            }

            if (notice.IsRefusal)
            {
                Refused(now, notice.RetryAfter ?? TimeSpan.Zero);
            }
            else if (notice.Remaining is { } left && notice.Reset is { } untilFull)
            {
                Accepted(now, left, untilFull);
            }
            else if (notice.IsAnswer)
            {
                // Nothing tells how near the limit is, so the pace quickens: soon after a first refusal, which may have been a whim, and bit
                // by bit once another has shown that there is a limit.
                _accepted++;
                _perToken = TimeSpan.FromTicks((long)(_perToken.Ticks * (_refusals > 1 ? 0.995 : 0.8)));
            }
        }

        private void Accepted(DateTimeOffset now, int left, TimeSpan untilFull)
        {
            // One token was taken by the request that brought the figure. The time until the bucket is full comes in whole
            // seconds, rounded up, which makes this guess a slow one; a measured refill takes its place.
            _capacity = Math.Max(_capacity, left + 1);
            _accepted++;
            TimeSpan guess = TimeSpan.FromTicks(untilFull.Ticks / Math.Max(1, _capacity - left));
            _perToken = Bounded(Measure(now, left, wasFull: left >= _capacity - 1) ?? (_perToken > TimeSpan.Zero && _perToken < guess ? _perToken : guess));

            // Those still under way may take the tokens that the figure shows.
            _budget = left - _inFlight;
            if (left == 0)
            {
                Hold(now + _perToken);
            }
        }

        private void Refused(DateTimeOffset now, TimeSpan pause)
        {
            bool isNew = _measuredAt is not { } since || now - since >= Window;
            if (isNew)
            {
                _refusals = _refusedAt is { } last && now - last < Alone + pause ? _refusals + 1 : 1;
                _refusedAt = now;
            }

            TimeSpan guess = isNew ? _perToken + _perToken : _perToken;
            _perToken = Bounded(Measure(now, 0, wasFull: false) ?? (guess > TimeSpan.Zero ? guess : pause));
            _budget = 0;
            Hold(now + Bounded(pause));
        }

        /// <summary>How long a token takes to come back, by what came and went since the last look; null when that tells nothing.</summary>
        private TimeSpan? Measure(DateTimeOffset now, int left, bool wasFull)
        {
            TimeSpan elapsed = _measuredAt is { } since ? now - since : TimeSpan.Zero;
            if (_measuredAt is not null && elapsed >= TimeSpan.Zero && elapsed < Window)
            {
                return null;
            }

            int refilled = left - _measuredLeft + _accepted;

            // A bucket that was full before has let tokens go to waste.
            bool isMeasured = _measuredAt is not null && elapsed >= Window && refilled > 0 && !wasFull;
            _measuredAt = now;
            _measuredLeft = left;
            _accepted = 0;
            return isMeasured ? TimeSpan.FromTicks(elapsed.Ticks / refilled) : null;
        }

        private void Hold(DateTimeOffset until) => _next = until > _next ? until : _next;

        private static TimeSpan Bounded(TimeSpan span) => span < RetryHandler.LongestPause ? span : RetryHandler.LongestPause;
    }
}
