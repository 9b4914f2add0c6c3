using System;
using System.Collections.Generic;

namespace ReplicatePS.Core;

/// <summary>A request as its caller words it.</summary>
public sealed class ApiRequest
{
    /// <summary>The HTTP method.</summary>
    public string Method { get; init; } = "GET";

    /// <summary>A path below the API's address, or a URL of the API.</summary>
    public required string Address { get; init; }

    /// <summary>The body; null for none.</summary>
    public byte[]? Body { get; init; }

    /// <summary>The body's media type.</summary>
    public string ContentType { get; init; } = "application/json";

    /// <summary>Headers that go along. The token's is none of them.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = Array.Empty<KeyValuePair<string, string>>();

    /// <summary>Whether an answer that is no success is given back like any other.</summary>
    public bool TakesAnyStatus { get; init; }

    /// <summary>Whether it only reads, and so can be sent again.</summary>
    public bool IsRead => Method.ToUpperInvariant() is "GET" or "HEAD" or "OPTIONS" or "QUERY";

    // Deleting twice is no more than deleting once.
    internal bool IsDelete => Method.Equals("DELETE", StringComparison.OrdinalIgnoreCase);
}
