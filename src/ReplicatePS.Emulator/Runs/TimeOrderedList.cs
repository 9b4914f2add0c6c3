using System;
using System.Collections;
using System.Collections.Generic;

namespace ReplicatePS.Emulator.Runs;

/// <summary>A list that only grows, in the order of time.</summary>
internal sealed class TimeOrderedList<T> : IReadOnlyList<T>
{
    private readonly object _gate = new();
    private readonly List<T> _items = new();
    private readonly UniqueTimes _times = new();

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
            setTime(_times.Next(time));
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
