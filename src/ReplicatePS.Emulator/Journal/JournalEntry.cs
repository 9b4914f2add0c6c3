using System;
using System.Collections.Generic;

namespace ReplicatePS.Emulator;

/// <summary>One request that the emulator has received.</summary>
public sealed class JournalEntry
{
    private const int MostBodyLength = 1 << 20;

    internal JournalEntry(string method, Uri url, IReadOnlyDictionary<string, string> headers, DateTimeOffset time)
    {
        Method = method;
        Host = url.Host;
        PathAndQuery = url.PathAndQuery;
        Headers = headers;
        Time = time;
    }

    /// <summary>The method, in capitals.</summary>
    public string Method { get; }

    /// <summary>The host that was asked.</summary>
    public string Host { get; }

    /// <summary>The path with its query.</summary>
    public string PathAndQuery { get; }

    /// <summary>The operation that was asked for, such as GET /predictions/{id}; null for output files, and where there is none.</summary>
    public string? Operation { get; internal set; }

    /// <summary>The headers. A token is replaced by asterisks unless the options say otherwise.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; }

    /// <summary>The body if it was JSON of at most a million characters; null for files and where there was none.</summary>
    public string? Body { get; private set; }

    /// <summary>How many bytes of the body were read.</summary>
    public long BodyLength { get; private set; }

    /// <summary>The status answered; null while there is no answer, and for good where the connection was reset.</summary>
    public int? Status { get; internal set; }

    /// <summary>When it came, in emulated time.</summary>
    public DateTimeOffset Time { get; }

    /// <summary>When it was answered or given up, in emulated time; null while it is in flight.</summary>
    public DateTimeOffset? EndedAt { get; internal set; }

    /// <inheritdoc/>
    public override string ToString() => $"{Method} {PathAndQuery} {Status}";

    internal void SetBody(string? body, long length)
    {
        Body = body?.Length > MostBodyLength ? null : body;
        BodyLength = length;
    }
}
