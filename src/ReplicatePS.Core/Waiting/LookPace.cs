using System;

namespace ReplicatePS.Core;

/// <summary>How long it is until the next look at a run. Guarded by its poller.</summary>
internal sealed class LookPace<T>
    where T : Run
{
    private const double Growth = 1.5;

    // While a stream is to tell of the end, looks are there in case that it does not.
    private const double PauseBesideStream = 2;

    // Where several are waited for, a new one waits so long for others, so that a list can tell of all of them.
    private const int FewWatches = 2;
    private const double Gathering = 0.03;

    private readonly RunTimes _times = new();
    private readonly Random _jitter = new();

    /// <summary>How many runs the last list told of.</summary>
    public int Sharing { get; set; }

    /// <summary>Learns from a run that was just read whole.</summary>
    public void Learn(Watch<T> watch, T run, double now)
    {
        _times.Saw(run, now);
        if (run.HasEnded)
        {
            _times.Learn(run, now, watch.SeenRunning);
        }
    }

    /// <summary>The pause before the first look, in seconds: what has just begun need not be looked at before it may have ended.</summary>
    /// <param name="watch">The run that somebody begins to wait for.</param>
    /// <param name="known">What that caller knows of it.</param>
    /// <param name="isStreamed">Whether its stream is read from now on.</param>
    /// <param name="watched">How many are waited for.</param>
    /// <param name="now">The time in seconds by the poller's clock.</param>
    public double First(Watch<T> watch, T? known, bool isStreamed, int watched, double now)
    {
        if (known is not null)
        {
            _times.Saw(known, now);
        }

        double? untilEnd = known is { HasEnded: false } ? _times.UntilEnd(known, now, 0)?.Pause : null;
        double gather = watched > FewWatches && !watch.IsToBeRead ? Gathering : 0;
        double pause = isStreamed && !watch.NeedsLog ? PauseBesideStream : untilEnd ?? gather;
        return Math.Min(pause, watch.LongestPause);
    }

    /// <summary>The pause after a look, in seconds.</summary>
    /// <param name="watch">The run that was looked at.</param>
    /// <param name="watched">How many are waited for.</param>
    /// <param name="gap">The least time between two lists.</param>
    /// <param name="now">The time in seconds by the poller's clock.</param>
    public double Next(Watch<T> watch, int watched, double gap, double now)
    {
        double pause = watch.FirstPause * Math.Pow(Growth, Math.Min(watch.Looks - 1 + watch.Failures, 60));
        pause = Math.Min(pause, watch.LongestPause) * (0.9 + (0.1 * _jitter.NextDouble()));

        // When n share a look, each can be looked at n / 2 times as often for half the requests.
        double share = watch.IsListable(now) ? Math.Min(Sharing, watched) / 2.0 : 1;
        pause = share > 1 ? Math.Max(Math.Min(pause, gap), pause / share) : pause;
        if (watch.IsStreaming && !watch.NeedsLog)
        {
            return Math.Min(Math.Max(pause, PauseBesideStream), watch.LongestPause);
        }

        if (watch.Failures > 0 || watch.IsToldDone || watch.Last is not { } last || _times.UntilEnd(last, now, now - watch.Since) is not { } known)
        {
            return pause;
        }

        return Math.Min(known.IsUsual || share <= 1 ? known.Pause : Math.Min(known.Pause, pause), watch.LongestPause);
    }
}
