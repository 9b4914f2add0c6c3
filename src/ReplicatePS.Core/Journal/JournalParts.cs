using System.Collections.Generic;
using System.Linq;

namespace ReplicatePS.Core;

/// <summary>
/// The parts of a job whose rows are in a journal. Where a job is split anew, a part gets rows that another journal has, and they would
/// be paid for again.
/// </summary>
internal sealed class JournalParts
{
    private readonly HashSet<(ulong Number, ulong Count)> _parts = new();
    private bool _isWhole;

    /// <summary>Notes a part; null is the whole job.</summary>
    public void Add(Shard? part)
    {
        if (part is null)
        {
            _isWhole = true;
        }
        else
        {
            _parts.Add((part.Number, part.Count));
        }
    }

    /// <summary>Whether it need not be written down that a part is in it.</summary>
    public bool Knows(Shard? part) => HasAll || (part is not null && _parts.Contains((part.Number, part.Count)));

    /// <summary>Refuses a part that has rows which may be in another journal.</summary>
    /// <exception cref="ReplicateException">It has.</exception>
    public void Check(Shard? part, string path)
    {
        if (HasAll || _parts.Count == 0 || (part is not null && _parts.All(one => one.Count == part.Count)))
        {
            return;
        }

        (ulong number, ulong count) = _parts.First();
        string wanted = part is null ? "Without -Shard" : $"With -Shard {part}";
        throw ReplicateException.Invalid(
            $"The journal '{path}' is of part {number}/{count} of a job. {wanted} there would be rows that other parts have run, and they would be paid for again. Go on with {count} parts, or put their journals together first.");
    }

    private bool HasAll => _isWhole || _parts.GroupBy(part => part.Count).Any(parts => (ulong)parts.Count() == parts.Key);
}
