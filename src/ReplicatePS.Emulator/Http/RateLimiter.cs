using System;
using System.Collections.Concurrent;
using System.Collections.Generic;

namespace ReplicatePS.Emulator.Http;

/// <summary>Token buckets per API token, each holding one minute of its rate and refilled all the time.</summary>
internal sealed class RateLimiter
{
    private static readonly IReadOnlyDictionary<RateBucket, int> PerMinute = new Dictionary<RateBucket, int>
    {
        [RateBucket.Creates] = 600,
        [RateBucket.Reads] = 60_000,
        [RateBucket.Other] = 3_000,
    };

    private readonly ConcurrentDictionary<(string Token, RateBucket Bucket), Bucket> _buckets = new();
    private readonly bool _enforce;

    public RateLimiter(bool enforce)
    {
        _enforce = enforce;
    }

    /// <summary>Takes one request from the bucket; refuses it when the bucket is empty.</summary>
    public RateState? Take(string token, RateBucket bucket, DateTimeOffset now)
    {
        if (bucket == RateBucket.None)
        {
            return null;
        }

        double perSecond = PerMinute[bucket] / 60.0;
        return _buckets.GetOrAdd((token, bucket), _ => new Bucket(perSecond, now)).Take(now, _enforce);
    }

    private sealed class Bucket
    {
        private readonly object _gate = new();
        private readonly double _perSecond;
        private double _level;
        private DateTimeOffset _filledAt;

        public Bucket(double perSecond, DateTimeOffset now)
        {
            _perSecond = perSecond;
            _level = perSecond * 60;
            _filledAt = now;
        }

        public RateState Take(DateTimeOffset now, bool enforce)
        {
            lock (_gate)
            {
                double capacity = _perSecond * 60;
                double seconds = Math.Max(0, (now - _filledAt).TotalSeconds);
                _level = Math.Min(capacity, _level + (seconds * _perSecond));
                _filledAt = now;
                bool allowed = _level >= 1;
                if (allowed)
                {
                    _level--;
                }

                return new RateState(
                    allowed || !enforce,
                    (int)_level,
                    (int)Math.Ceiling((capacity - _level) / _perSecond),
                    (int)Math.Ceiling((1 - Math.Min(1, _level)) / _perSecond));
            }
        }
    }
}
