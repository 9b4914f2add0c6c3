using System;

namespace ReplicatePS.Core;

/// <summary>What the end of a request tells of the limits.</summary>
internal readonly struct LimitNotice
{
    /// <summary>Whether there was an answer at all.</summary>
    public bool IsAnswer { get; init; }

    /// <summary>Whether it was a 429.</summary>
    public bool IsRefusal { get; init; }

    /// <summary>How many more requests are let through now.</summary>
    public int? Remaining { get; init; }

    /// <summary>When the bucket will be full again.</summary>
    public TimeSpan? Reset { get; init; }

    /// <summary>How long to wait, as a 429 asks.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
