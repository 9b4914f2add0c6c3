using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using ReplicatePS.Emulator.Http;
using ReplicatePS.Emulator.Runs;

namespace ReplicatePS.Emulator.Streams;

/// <summary>The events of a run's stream, from the first one on. It is the same for each reader, ids included.</summary>
internal sealed class StreamHistory
{
    private readonly Run _run;
    private readonly Telling[] _tellings;
    private Telling[]? _ending;
    private int _next;
    private int _nextOfEnding;
    private long _second;
    private int _inSecond;

    /// <summary>Begins a history.</summary>
    /// <param name="run">The run.</param>
    /// <param name="tellings">What it tells if it comes to its end, in the order of time.</param>
    public StreamHistory(Run run, IEnumerable<Telling> tellings)
    {
        _run = run;
        _tellings = tellings.ToArray();
    }

    /// <summary>Whether all has been told.</summary>
    public bool IsOver => _nextOfEnding == _ending?.Length;

    /// <summary>When the next event is due, unless the run is canceled before.</summary>
    public DateTimeOffset NextAt => _next < _tellings.Length && TimeOf(_tellings[_next]) < _run.EndsAt ? TimeOf(_tellings[_next]) : _run.EndsAt;

    /// <summary>Passes over what a reader has had, up to an event. An id that is not known passes over nothing.</summary>
    public void PassOver(string? lastId)
    {
        if (lastId is null)
        {
            return;
        }

        while (Take(DateTimeOffset.MaxValue) is { } item)
        {
            if (item.Id == lastId)
            {
                return;
            }
        }

        _next = _nextOfEnding = _inSecond = 0;
        _second = 0;
        _ending = null;
    }

    /// <summary>The next event as it goes over the wire; null when none is due.</summary>
    public string? TakeText(DateTimeOffset now)
    {
        if (Take(now) is not var (id, telling))
        {
            return null;
        }

        var text = new StringBuilder("event: ").Append(telling.Event).Append("\nid: ").Append(id);
        foreach (string line in telling.Data.Split('\n'))
        {
            text.Append("\ndata: ").Append(line);
        }

        return text.Append("\n\n").ToString();
    }

    private (string Id, Telling Telling)? Take(DateTimeOffset now)
    {
        RunState state = _run.StateAt(now);
        if (_next < _tellings.Length && TimeOf(_tellings[_next]) <= now && (state.CompletedAt is not { } end || TimeOf(_tellings[_next]) <= end))
        {
            return Numbered(_tellings[_next], TimeOf(_tellings[_next++]));
        }

        if (state.CompletedAt is not { } completed)
        {
            return null;
        }

        _ending ??= Telling.Ending(state, _run.Script.Error);
        return _nextOfEnding < _ending.Length ? Numbered(_ending[_nextOfEnding++], completed) : null;
    }

    private (string Id, Telling Telling) Numbered(Telling telling, DateTimeOffset time)
    {
        long second = time.ToUnixTimeSeconds();
        _inSecond = second == _second ? _inSecond + 1 : 0;
        _second = second;
        return (FormattableString.Invariant($"{second}:{_inSecond}"), telling);
    }

    private DateTimeOffset TimeOf(Telling telling) => _run.StartsAt + telling.At;
}
