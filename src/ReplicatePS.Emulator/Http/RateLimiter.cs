using System;
using System.Collections.Concurrent;
using System.Collections.Generic;

namespace ReplicatePS.Emulator.Http;

/// <summary>Token buckets per API token, refilled all the time. Each holds one minute of its rate, unless the account is said to have less.</summary>
internal sealed class RateLimiter
{
    // Without limits the largest bucket is always full: clients that pace themselves by what is left never need to.
    private static readonly RateState Untouched = new(Allowed: true, Remaining: 59_999, Reset: 1, RetryAfter: 0);

    private readonly IReadOnlyDictionary<RateBucket, (int PerMinute, int Burst)> _rates;
    private readonly ConcurrentDictionary<(string Token, RateBucket Bucket), Bucket> _buckets = new();
    private readonly bool _enforce;

    public RateLimiter(EmulatorOptions options)
    {
        _enforce = options.EnforceRateLimits;
        _rates = new Dictionary<RateBucket, (int, int)>
        {
            [RateBucket.Creates] = (options.CreatesPerMinute, options.CreateBurst ?? options.CreatesPerMinute),
            [RateBucket.Reads] = (60_000, 60_000),
            [RateBucket.Other] = (3_000, 3_000),
        };
    }

    /// <summary>Takes one request from the bucket; refuses it when the bucket is empty. Null where nothing is counted.</summary>
    public RateState? Take(string token, RateBucket bucket, DateTimeOffset now)
    {
        if (bucket == RateBucket.None)
        {
            return null;
        }

        if (!_enforce)
        {
            return Untouched;
        }

        (int perMinute, int burst) = _rates[bucket];
        return _buckets.GetOrAdd((token, bucket), _ => new Bucket(perMinute / 60.0, burst, now)).Take(now);
    }

    private sealed class Bucket
    {
        private readonly object _gate = new();
        private readonly double _perSecond;
        private readonly int _capacity;
        private double _level;
        private DateTimeOffset _filledAt;

        public Bucket(double perSecond, int capacity, DateTimeOffset now)
        {
            _perSecond = perSecond;
            _level = _capacity = capacity;
            _filledAt = now;
        }

        public RateState Take(DateTimeOffset now)
        {
            lock (_gate)
            {
                double seconds = Math.Max(0, (now - _filledAt).TotalSeconds);
                _level = Math.Min(_capacity, _level + (seconds * _perSecond));
                _filledAt = now;
                bool allowed = _level >= 1;
                if (allowed)
                {
                    _level--;
                }

                return new RateState(
                    allowed,
                    (int)_level,
                    (int)Math.Ceiling((_capacity - _level) / _perSecond),
                    (int)Math.Ceiling((1 - Math.Min(1, _level)) / _perSecond));
            }
        }
    }
}
