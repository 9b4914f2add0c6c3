using System;
using System.Collections;
using System.Collections.Generic;

namespace ReplicatePS.Emulator.Runs;

/// <summary>
/// A list that only grows, in the order of time. Times are kept to the microsecond, as a database does, and two items never
/// share one: a page can then begin at any of them.
/// </summary>
internal sealed class TimeOrderedList<T> : IReadOnlyList<T>
{
    private const long Microsecond = TimeSpan.TicksPerMillisecond / 1000;

    private readonly object _gate = new();
    private readonly List<T> _items = new();
    private long _last;

    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _items.Count;
            }
        }
    }

    public T this[int index]
    {
        get
        {
            lock (_gate)
            {
                return _items[index];
            }
        }
    }

    /// <param name="item">What to add.</param>
    /// <param name="time">Its time.</param>
    /// <param name="setTime">Tells it the time that it got.</param>
    public void Add(T item, DateTimeOffset time, Action<DateTimeOffset> setTime)
    {
        lock (_gate)
        {
            _last = Math.Max(time.UtcTicks / Microsecond, _last + 1);
            setTime(new DateTimeOffset(_last * Microsecond, TimeSpan.Zero));
            _items.Add(item);
        }
    }

    public IEnumerator<T> GetEnumerator()
    {
        int count = Count;
        for (int i = 0; i < count; i++)
        {
            yield return this[i];
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
