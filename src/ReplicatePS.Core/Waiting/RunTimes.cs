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

    // While the clocks' distance is not known well, a run that has not ended when it should is looked at once more so long after.
    private const double Again = 0.15;

    // A run may end at a time of its own: it is looked at after this, and again whenever it was watched twice as long.
    private const double LongestFirst = 0.5;

    // After clocks that contradict each other, as those of a server in a hurry do, so many runs in a row have to agree.
    private const int EnoughRuns = 3;

    // News is hardly older than this.
    private const double Farthest = 1;

    // How far stamps may be off.
    private const double Tolerance = 0.5;

    private readonly object _gate = new();
    private readonly Dictionary<string, List<(double Run, double Total)>> _samples = new();

    // By how much the caller's clock is ahead of Replicate's: no more than the quickest news shows, no less than what still ran shows.
    private double _least = double.MinValue;
    private double _most = double.MaxValue;
    private int _agreeing = EnoughRuns;

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
            _agreeing++;
            Bound(running - Seconds(ended) ?? double.MinValue, now - Seconds(ended));
            if (total < 0 || alone < 0)
            {
                return;
            }

            if (_samples.Count >= MostVersions && !_samples.ContainsKey(KeyOf(run)))
            {
                _samples.Clear();
            }

            if (!_samples.TryGetValue(KeyOf(run), out List<(double Run, double Total)> samples))
            {
                _samples[KeyOf(run)] = samples = new();
            }

            // Of times that are nearly the same the newest is kept, so that many of one kind do not push out another.
            samples.RemoveAll(sample => Math.Abs(sample.Run - alone) < Math.Max(Closest, alone * CloseToAge) / 2);
            if (samples.Count == MostSamples)
            {
                samples.RemoveAt(0);
            }

            samples.Add((alone, total));
        }
    }

    /// <summary>Learns from a run as it was just read or created.</summary>
    /// <param name="run">The run.</param>
    /// <param name="now">When it came, in seconds by the caller's clock.</param>
    public void Saw(Run run, double now)
    {
        if ((run.StartedAt ?? run.CreatedAt) is { } stamp)
        {
            lock (_gate)
            {
                Bound(double.MinValue, now - Seconds(stamp));
            }
        }
    }

    /// <summary>How long from now the run is most likely to end next.</summary>
    /// <param name="run">The run, as it was last seen.</param>
    /// <param name="now">The time in seconds by the caller's clock.</param>
    /// <param name="watched">For how long it has been watched.</param>
    /// <returns>Seconds, and whether runs have ended then before; null when nothing is known.</returns>
    public (double Pause, bool IsUsual)? UntilEnd(Run run, double now, double watched)
    {
        lock (_gate)
        {
            if (_most == double.MaxValue || _agreeing < EnoughRuns || !_samples.TryGetValue(KeyOf(run), out List<(double Run, double Total)> samples)
                || (run.StartedAt ?? run.CreatedAt) is not { } since)
            {
                return null;
            }

            // Halfway while the clocks' distance is not known well, so that each look tells on which side the truth is.
            bool isSure = _most - _least < Closest;
            double age = now - Seconds(since) - (isSure ? _most : Math.Max(_most - Farthest, (_least / 2) + (_most / 2)));

            // Once it runs, the queue plays no part any more.
            double[] lasted = samples.Select(sample => (run.StartedAt is null ? sample.Total : sample.Run) + Margin).OrderBy(lasts => lasts).ToArray();
            double pause = Math.Min(Next(age, lasted), Math.Max(LongestFirst, watched));
            double justPassed = lasted.LastOrDefault(lasts => lasts <= age + (Margin / 2));
            bool looksAgain = !isSure && justPassed > 0 && age < justPassed + (Again / 2);
            return (looksAgain ? Math.Min(pause, Again) : pause, age < lasted[lasted.Length - 1]);
        }
    }

    private void Bound(double least, double most)
    {
        _least = Math.Max(_least, least);
        _most = Math.Min(_most, most);
        if (_least > _most + Tolerance)
        {
            // A clock was set, or the stamps are no times of this run: what was known before is of no use.
            (_least, _most) = (least, most);
            _agreeing = 0;
        }
    }

    private static double Next(double age, double[] lasted)
    {
        double longest = lasted[lasted.Length - 1];
        double[] ahead = lasted.Where(lasts => lasts > age + (Margin / 2)).ToArray();
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
}
