using System;
using System.Collections.Generic;
using System.Linq;

namespace ReplicatePS.Core;

/// <summary>
/// What has been learnt of how long each version runs, and of this machine's clock beside Replicate's. The next run of the same
/// version is looked at when runs of it tend to end.
/// </summary>
internal sealed class RunTimes
{
    private const int MostSamples = 16;
    private const int MostVersions = 256;

    // Looks closer together than this are one, and the more so the longer it runs.
    private const double Closest = 0.1;
    private const double CloseToAge = 0.1;

    // What a look comes late on purpose, as one that comes early is wasted.
    private const double Margin = 0.02;

    // How far stamps may be off.
    private const double Tolerance = 0.5;

    private readonly object _gate = new();
    private readonly Dictionary<string, Queue<(double Run, double Total)>> _samples = new();
    private readonly Queue<double> _delays = new();

    /// <summary>Learns from a run that has ended.</summary>
    /// <param name="run">The run.</param>
    /// <param name="now">When its end came to be known here, in seconds by the caller's clock.</param>
    /// <param name="running">When it was last seen running; null when it never was.</param>
    public void Learn(Run run, double now, double? running)
    {
        if (run.CompletedAt is not { } ended || run.CreatedAt is not { } created || run.Status is RunStatus.Canceled or RunStatus.Aborted)
        {
            return;
        }

        double total = (ended - created).TotalSeconds;
        double alone = (ended - (run.StartedAt ?? created)).TotalSeconds;
        lock (_gate)
        {
            LearnDelay(now - Seconds(ended), now - running);
            if (total < 0 || alone < 0)
            {
                return;
            }

            if (_samples.Count >= MostVersions && !_samples.ContainsKey(KeyOf(run)))
            {
                _samples.Clear();
            }

            if (!_samples.TryGetValue(KeyOf(run), out Queue<(double Run, double Total)> samples))
            {
                _samples[KeyOf(run)] = samples = new();
            }

            Add(samples, (alone, total));
        }
    }

    /// <summary>How long from now the run is most likely to end next.</summary>
    /// <param name="run">The run, as it was last seen.</param>
    /// <param name="now">The time in seconds by the caller's clock.</param>
    /// <returns>Seconds; null when nothing is known.</returns>
    public double? UntilEnd(Run run, double now)
    {
        lock (_gate)
        {
            if (_delays.Count == 0 || !_samples.TryGetValue(KeyOf(run), out Queue<(double Run, double Total)> samples)
                || (run.StartedAt ?? run.CreatedAt) is not { } since)
            {
                return null;
            }

            // Once it runs, the queue plays no part any more.
            double age = now - Seconds(since) - _delays.Min();
            double[] lasted = samples.Select(sample => run.StartedAt is null ? sample.Total : sample.Run).OrderBy(lasts => lasts).ToArray();
            return Next(age, lasted);
        }
    }

    /// <summary>By how much this clock is ahead of Replicate's: no more than the quickest news shows.</summary>
    /// <param name="delay">How old the news of an end is, by the two clocks.</param>
    /// <param name="most">How old it can be at most, as it was seen running before; null when it was not.</param>
    private void LearnDelay(double delay, double? most)
    {
        double least = _delays.Count > 0 ? _delays.Min() : delay;
        if (most is { } bound && delay - least > bound + Tolerance)
        {
            // The stamps say that it ended before it was seen running: a clock was set, or they are no times of this run.
            _delays.Clear();
        }
        else if (most is not null || delay <= least + Tolerance)
        {
            Add(_delays, delay);
        }
    }

    private static double Next(double age, double[] lasted)
    {
        double longest = lasted[lasted.Length - 1];
        double[] ahead = lasted.Select(lasts => lasts + Margin).Where(lasts => lasts > age + (Margin / 2)).ToArray();
        if (ahead.Length == 0)
        {
            // Longer than ever before: it may end at any time, or take much longer.
            return Math.Max(Closest, (age - longest) / 2);
        }

        double together = Math.Max(Closest, ahead[0] * CloseToAge);
        return Math.Max(0, ahead.Last(lasts => lasts <= ahead[0] + together) - age);
    }

    private static double Seconds(DateTimeOffset time) => time.UtcTicks / (double)TimeSpan.TicksPerSecond;

    private static string KeyOf(Run run) => $"{run.Model}:{run.Version}";

    private static void Add<TSample>(Queue<TSample> samples, TSample sample)
    {
        if (samples.Count == MostSamples)
        {
            samples.Dequeue();
        }

        samples.Enqueue(sample);
    }
}
