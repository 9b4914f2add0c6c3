using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;

namespace ReplicatePS.Core;

/// <summary>One run that is waited for, by however many callers, and what is known of it. Guarded by its poller.</summary>
internal sealed class Watch<T> : IComparable<Watch<T>>
    where T : Run
{
    // Of a run whose log is wanted, the log is read this often where lists tell the rest.
    private const double LogPace = 2;

    private readonly long _number;

    public Watch(string id, long number)
    {
        Id = id;
        _number = number;
    }

    public string Id { get; }

    public List<Waiter<T>> Waiters { get; } = new();

    /// <summary>Ends a look that nobody waits for any more.</summary>
    public CancellationTokenSource Stop { get; } = new();

    /// <summary>Since when it is watched.</summary>
    public double Since { get; init; }

    /// <summary>When to look next, in seconds by the poller's clock.</summary>
    public double Due { get; set; }

    /// <summary>Whether a look is under way.</summary>
    public bool IsLooking { get; set; }

    /// <summary>How often it was looked at.</summary>
    public int Looks { get; set; }

    /// <summary>How many looks have failed since the last that did not.</summary>
    public int Failures { get; set; }

    /// <summary>Since when there is said to be no such thing.</summary>
    public double? MissingSince { get; set; }

    /// <summary>The newest state that is known.</summary>
    public T? Last { get; set; }

    /// <summary>When it was last known to be running; null when it never was.</summary>
    public double? SeenRunning { get; set; }

    /// <summary>When it was last read whole.</summary>
    public double WholeAt { get; set; } = double.MinValue;

    /// <summary>The page of the list on which it stood last.</summary>
    public int Page { get; set; } = 1;

    /// <summary>How many lists in a row have not held it.</summary>
    public int Misses { get; private set; }

    /// <summary>Before this, no list is asked for it.</summary>
    public double ListableFrom { get; private set; }

    /// <summary>Whether a list has shown its end, so that it has to be read whole now.</summary>
    public bool IsToBeRead { get; set; }

    /// <summary>Whether its stream has been read, or is.</summary>
    public bool WasStreamed { get; set; }

    public bool IsStreaming { get; set; }

    /// <summary>Whether its stream said that it is done, which its status may not say yet.</summary>
    public bool IsToldDone { get; set; }

    /// <summary>Whether somebody wants its log now.</summary>
    public bool NeedsLog => Waiters.Any(waiter => waiter.Settings.NeedsLog?.Invoke() ?? false);

    public double FirstPause => Waiters.Count == 0 ? 0 : Waiters.Min(waiter => waiter.Settings.FirstPause.TotalSeconds);

    public double LongestPause => Waiters.Count == 0 ? 0 : Waiters.Min(waiter => waiter.Settings.LongestPause.TotalSeconds);

    /// <summary>Whether a list can tell what a look at it would.</summary>
    public bool IsListable(double now) => !IsToBeRead && now >= ListableFrom
        && (now - WholeAt < LogPace || !NeedsLog);

    /// <summary>A list did not hold it: it is too new for it, or too old. Lists are tried again later, and then later still.</summary>
    public void Missed(double now)
    {
        Misses++;
        ListableFrom = now + Math.Pow(2, Math.Min(Misses - 1, 10));
    }

    public void Listed(int page)
    {
        Page = page;
        Misses = 0;
    }

    public int CompareTo(Watch<T> other) => Due != other.Due ? Due.CompareTo(other.Due) : _number.CompareTo(other._number);
}
