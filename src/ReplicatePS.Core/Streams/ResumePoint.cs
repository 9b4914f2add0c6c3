using System.Collections.Generic;

namespace ReplicatePS.Core;

/// <summary>
/// Where a stream goes on after a cut. A server may send what follows the last id, or begin anew; what was seen before is then
/// passed over.
/// </summary>
internal sealed class ResumePoint
{
    // Hashes instead of texts: a long stream has many ids, and they are looked at after a cut only.
    private readonly HashSet<long> _seen = new();
    private bool _isCaughtUp = true;
    private bool _isReplaying;
    private bool _hasBegun;

    /// <summary>The id of the last event that was passed on; null when it had none.</summary>
    public string? LastId { get; private set; }

    /// <summary>Whether the stream can tell what is new: after an event without id nobody can say where it was cut.</summary>
    public bool CanGoOn => !_hasBegun || LastId is not null;

    /// <summary>A new connection follows.</summary>
    public void Reconnect()
    {
        _isCaughtUp = !_hasBegun;
        _isReplaying = false;
    }

    /// <summary>Whether an event is new. It then is the last one.</summary>
    public bool Takes(StreamEvent item)
    {
        if (!_isCaughtUp && IsOld(item))
        {
            return false;
        }

        _isCaughtUp = true;
        _hasBegun = true;
        LastId = item.Id;
        if (item.Id is not null)
        {
            _seen.Add(HashOf(item.Id));
        }

        return true;
    }

    private bool IsOld(StreamEvent item)
    {
        if (item.Id is null)
        {
            // Among events that are old it is old as well.
            return _isReplaying;
        }

        // The last one ends what is old, and is old itself.
        _isCaughtUp = item.Id == LastId;
        _isReplaying = _seen.Contains(HashOf(item.Id));
        return _isReplaying;
    }

    private static long HashOf(string id)
    {
        TextPrint print = new();
        print.Add(id);
        return print.Value;
    }
}
