using System;
using System.Collections.Generic;
using System.Linq;

namespace ReplicatePS.Emulator.Runs;

/// <summary>The log of work that goes step by step: an opening line, then a progress bar with each step.</summary>
internal sealed class ProgressLog
{
    private readonly string _opening;
    private readonly int _steps;
    private readonly TimeSpan _duration;

    public ProgressLog(string opening, int steps, TimeSpan duration)
    {
        _opening = opening;
        _steps = steps;
        _duration = duration;
    }

    private TimeSpan PerStep => TimeSpan.FromTicks(Math.Max(1, _duration.Ticks / _steps));

    /// <summary>The whole log after some time.</summary>
    public string At(TimeSpan elapsed)
    {
        int done = _duration > TimeSpan.Zero ? (int)Math.Min(_steps, _steps * elapsed.Ticks / _duration.Ticks) : _steps;
        return string.Concat(Lines().Take(done + 2).Select(line => line.Data + "\n"));
    }

    /// <summary>The lines, each at its time.</summary>
    public IEnumerable<Telling> Lines() => Enumerable.Range(0, _steps + 1)
        .Select(step => Telling.Log(TimeSpan.FromTicks(((_duration.Ticks * step) + _steps - 1) / _steps), ProgressBar.Line(step, _steps, PerStep)))
        .Prepend(Telling.Log(TimeSpan.Zero, _opening));
}
