using System;
using System.Collections.Generic;
using ReplicatePS.Emulator.Journal;

namespace ReplicatePS.Emulator;

/// <summary>The requests that the emulator has received, oldest first. Only the latest are kept.</summary>
public sealed class RequestJournal
{
    private readonly RecentEntries<JournalEntry> _entries;
    private readonly bool _rawTokens;

    internal RequestJournal(int capacity, bool rawTokens)
    {
        _entries = new RecentEntries<JournalEntry>(capacity);
        _rawTokens = rawTokens;
    }

    /// <summary>A copy of what is in the journal now.</summary>
    public IReadOnlyList<JournalEntry> Entries => _entries.Copy();

    /// <summary>Forgets all requests so far.</summary>
    public void Clear() => _entries.Clear();

    internal JournalEntry Add(EmulatorRequest request, DateTimeOffset now)
    {
        IReadOnlyDictionary<string, string> headers = request.Headers;
        if (!_rawTokens && request.Header("Authorization") is { } authorization)
        {
            var masked = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
            foreach (KeyValuePair<string, string> header in headers)
            {
                masked[header.Key] = header.Value;
            }

            int space = authorization.IndexOf(' ');
            masked["Authorization"] = (space < 0 ? "" : authorization.Substring(0, space + 1)) + "***";
            headers = masked;
        }

        var entry = new JournalEntry(request.Method, request.Url, headers, now);
        _entries.Add(entry);
        return entry;
    }
}
