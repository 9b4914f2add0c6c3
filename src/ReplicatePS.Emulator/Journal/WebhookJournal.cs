using System.Collections.Generic;
using ReplicatePS.Emulator.Journal;

namespace ReplicatePS.Emulator;

/// <summary>The attempts to deliver webhooks that are over, oldest first. Only the latest are kept.</summary>
public sealed class WebhookJournal
{
    private readonly RecentEntries<WebhookAttempt> _entries;

    internal WebhookJournal(int capacity)
    {
        _entries = new RecentEntries<WebhookAttempt>(capacity);
    }

    /// <summary>A copy of what is in the journal now.</summary>
    public IReadOnlyList<WebhookAttempt> Entries => _entries.Copy();

    /// <summary>Forgets all attempts so far.</summary>
    public void Clear() => _entries.Clear();

    internal void Add(WebhookAttempt attempt) => _entries.Add(attempt);
}
