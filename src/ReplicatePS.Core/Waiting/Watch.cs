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

    // What a client's own retries did not cure may pass; what lasts this many looks does not.
    private const int MostFailedLooks = 8;

    // How long what was just created may be unknown to the machine that answers.
    private const double Unknown = 4;
    private const int LengthOfIds = 26;

    private readonly long _number;

    // Since when there is said to be no such run.
    private double? _missingSince;

    // When it was last read whole.
    private double _wholeAt = double.MinValue;

    // How many lists in a row have not held it; and before when no list is asked for it.
    private int _misses;
    private double _listableFrom;

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
    public int Failures { get; private set; }

    /// <summary>The newest state that is known.</summary>
    public T? Last { get; set; }

    /// <summary>When it was last known to be running; null when it never was.</summary>
    public double? SeenRunning { get; private set; }

    /// <summary>The page of the list on which it stood last.</summary>
    public int Page { get; private set; } = 1;

    /// <summary>Whether a list has shown its end, so that it has to be read whole now.</summary>
    public bool IsToBeRead { get; set; }

    /// <summary>Whether its stream has been read, or is.</summary>
    public bool WasStreamed { get; set; }

    public bool IsStreaming { get; set; }

    /// <summary>Whether its stream said that it is done, which its status may not say yet.</summary>
    public bool IsToldDone { get; set; }

    /// <summary>Whether somebody wants its log now.</summary>
    public bool NeedsLog => Waiters.Any(waiter => waiter.NeedsLog);

    public double FirstPause => Waiters.Count == 0 ? 0 : Waiters.Min(waiter => waiter.Settings.FirstPause.TotalSeconds);

    public double LongestPause => Waiters.Count == 0 ? 0 : Waiters.Min(waiter => waiter.Settings.LongestPause.TotalSeconds);

    /// <summary>Whether a list can tell what a look at it would.</summary>
    public bool IsListable(double now) => !IsToBeRead && now >= _listableFrom
        && (now - _wholeAt < LogPace || !NeedsLog);

    /// <summary>Takes what a list told.</summary>
    /// <param name="listed">The list.</param>
    /// <param name="isDue">Whether it was read for this run's sake.</param>
    /// <param name="sent">When the list was asked for.</param>
    /// <param name="now">When it came.</param>
    /// <returns>Whether it showed that the run goes on.</returns>
    public bool Listed(ListedPages<T> listed, bool isDue, double sent, double now)
    {
        if (listed.Find(Id) is not { } found)
        {
            Due = isDue ? now : Due;
            if (isDue || listed.IsAll)
            {
                // It is too new for lists, or too old. They are tried again later, and then later still.
                _misses++;
                _listableFrom = now + Math.Pow(2, Math.Min(_misses - 1, 10));
            }

            return false;
        }

        Page = found.Page;
        _misses = 0;
        if (found.Run.HasEnded)
        {
            IsToBeRead = true;
            Due = now;
            return false;
        }

        Looked(found.Run, sent);
        return true;
    }

    /// <summary>Takes what a look told.</summary>
    public void Read(T run, double sent, double now)
    {
        _wholeAt = now;
        Looked(run, sent);
    }

    /// <summary>Whether a look that failed says nothing of what was looked at.</summary>
    public bool IsPassing(Exception fault, double now)
    {
        if (fault is not ReplicateException known)
        {
            return false;
        }

        if (known.Kind == ErrorKind.NotFound && (Last is not null || Id.Length == LengthOfIds))
        {
            Looks++;
            _missingSince ??= now;
            return now - _missingSince < Unknown;
        }

        return (known.IsTransient || known.Kind == ErrorKind.BadResponse) && ++Failures < MostFailedLooks;
    }

    public int CompareTo(Watch<T> other) => Due != other.Due ? Due.CompareTo(other.Due) : _number.CompareTo(other._number);

    private void Looked(T run, double sent)
    {
        Looks++;
        Failures = 0;
        _missingSince = null;
        Last = run;
        SeenRunning = run.HasEnded ? SeenRunning : sent;
    }
}
