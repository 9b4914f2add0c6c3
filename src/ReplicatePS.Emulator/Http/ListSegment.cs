using System.Collections;
using System.Collections.Generic;

namespace ReplicatePS.Emulator.Http;

/// <summary>Part of a list, without a copy.</summary>
internal sealed class ListSegment<T> : IReadOnlyList<T>
{
    private readonly IReadOnlyList<T> _list;
    private readonly int _from;

    public ListSegment(IReadOnlyList<T> list, int from, int to)
    {
        _list = list;
        _from = from;
        Count = to - from;
    }

    public int Count { get; }

    public T this[int index] => _list[_from + index];

    public IEnumerator<T> GetEnumerator()
    {
        for (int i = 0; i < Count; i++)
        {
            yield return this[i];
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
