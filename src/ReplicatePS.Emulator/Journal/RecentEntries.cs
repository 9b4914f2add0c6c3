using System.Collections.Generic;

namespace ReplicatePS.Emulator.Journal;

/// <summary>The latest of what has been added, oldest first.</summary>
internal sealed class RecentEntries<T>
{
    private readonly Queue<T> _entries = new();
    private readonly int _capacity;

    public RecentEntries(int capacity)
    {
        _capacity = capacity;
    }

    public IReadOnlyList<T> Copy()
    {
        lock (_entries)
        {
            return _entries.ToArray();
        }
    }

    public void Clear()
    {
        lock (_entries)
        {
            _entries.Clear();
        }
    }

    public void Add(T entry)
    {
        lock (_entries)
        {
            _entries.Enqueue(entry);
            while (_entries.Count > _capacity)
            {
                _entries.Dequeue();
            }
        }
    }
}
