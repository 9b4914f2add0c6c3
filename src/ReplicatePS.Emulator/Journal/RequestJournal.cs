using System;
using System.Collections.Generic;

namespace ReplicatePS.Emulator;

/// <summary>The requests that the emulator has received, oldest first. Only the latest are kept.</summary>
public sealed class RequestJournal
{
    private readonly Queue<JournalEntry> _entries = new();
    private readonly int _capacity;
    private readonly bool _rawTokens;

    internal RequestJournal(int capacity, bool rawTokens)
    {
        _capacity = capacity;
        _rawTokens = rawTokens;
    }

    /// <summary>A copy of what is in the journal now.</summary>
    public IReadOnlyList<JournalEntry> Entries
    {
        get
        {
            lock (_entries)
            {
                return _entries.ToArray();
            }
        }
    }

    /// <summary>Forgets all requests so far.</summary>
    public void Clear()
    {
        lock (_entries)
        {
            _entries.Clear();
        }
    }

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
        lock (_entries)
        {
            _entries.Enqueue(entry);
            while (_entries.Count > _capacity)
            {
                _entries.Dequeue();
            }
        }

        return entry;
    }
}
