using System;

namespace ReplicatePS.Core;

/// <summary>How to read a prediction's stream.</summary>
public sealed class StreamSettings
{
    /// <summary>When to give up. The prediction goes on at Replicate.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromHours(1);

    /// <summary>After how long without an event a connection counts as dead: it is made anew, and the prediction is looked at.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromSeconds(60);
}
