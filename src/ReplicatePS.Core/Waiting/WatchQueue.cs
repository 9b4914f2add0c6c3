using System;
using System.Collections.Generic;
using System.Linq;

namespace ReplicatePS.Core;

/// <summary>All that is watched, and the order in which it is due. Guarded by its poller.</summary>
internal sealed class WatchQueue<T>
    where T : Run
{
    // A list saves the looks that would come until so long after it.
    private const double ListServes = 0.2;

    private readonly Dictionary<string, Watch<T>> _watched = new();

    // Those at which nobody is looking at the moment.
    private readonly SortedSet<Watch<T>> _waiting = new();
    private long _numbers;

    /// <summary>How many are watched, those included at which somebody is looking.</summary>
    public int Count => _watched.Count;

    /// <summary>The watch of a run; a new one where nobody waits for it yet.</summary>
    public Watch<T> Of(string id, T? known, double now)
    {
        if (!_watched.TryGetValue(id, out Watch<T> watch))
        {
            _watched[id] = watch = new Watch<T>(id, ++_numbers) { Last = known, Since = now };
        }

        return watch;
    }

    /// <summary>No more looks. Who asks for the run from now on starts anew.</summary>
    public void Forget(Watch<T> watch)
    {
        _waiting.Remove(watch);
        if (IsWatched(watch))
        {
            _watched.Remove(watch.Id);
        }
    }

    /// <summary>Sets the time of the next look, unless nobody waits for the run any more.</summary>
    public void Schedule(Watch<T> watch, double due)
    {
        _waiting.Remove(watch);
        watch.IsLooking = false;
        watch.Due = due;
        if (IsWatched(watch))
        {
            _waiting.Add(watch);
        }
    }

    /// <summary>Whether one is due, and so many others soon that a list is worth its requests.</summary>
    /// <param name="now">The time.</param>
    /// <param name="next">When the list may go.</param>
    public bool IsWorthList(double now, double next)
    {
        if (!_waiting.TakeWhile(watch => watch.Due <= now).Any(watch => watch.IsListable(now)))
        {
            return false;
        }

        double until = Math.Max(now + ListServes, next);
        int due = 0;
        int pages = 1;
        foreach (Watch<T> watch in _waiting.TakeWhile(watch => watch.Due <= until).Where(watch => watch.IsListable(now)))
        {
            due++;
            pages = Math.Max(pages, watch.Page);
            if (due > pages + 1)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Takes out all of which a list can tell: they wait for it, whatever their own time.</summary>
    /// <param name="now">The time.</param>
    /// <param name="due">Those that the list is for.</param>
    public Watch<T>[] TakeListable(double now, out HashSet<string> due)
    {
        Watch<T>[] listable = _waiting.Where(watch => watch.IsListable(now)).ToArray();
        due = new HashSet<string>(listable.Where(watch => watch.Due <= now + ListServes).Select(watch => watch.Id));
        Array.ForEach(listable, Take);
        return listable;
    }

    /// <summary>Takes out what is to be read by itself now.</summary>
    /// <param name="now">The time.</param>
    /// <param name="list">Until when those wait of which a list can tell; null when there is none to wait for.</param>
    /// <param name="most">How many may be read.</param>
    /// <param name="next">When there is more to do, unless the end of a look brings it.</param>
    public List<Watch<T>> TakeDue(double now, double? list, int most, out double next)
    {
        next = double.MaxValue;
        List<Watch<T>> due = new();
        foreach (Watch<T> watch in _waiting)
        {
            if (watch.Due > now)
            {
                next = Math.Min(next, watch.Due);
                break;
            }

            if (list is { } until && watch.IsListable(now))
            {
                next = Math.Min(next, until);
            }
            else if (due.Count < most)
            {
                due.Add(watch);
            }
        }

        due.ForEach(Take);
        return due;
    }

    private bool IsWatched(Watch<T> watch) => _watched.TryGetValue(watch.Id, out Watch<T> current) && current == watch;

    private void Take(Watch<T> watch)
    {
        _waiting.Remove(watch);
        watch.IsLooking = true;
    }
}
