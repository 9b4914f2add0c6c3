using System;

namespace ReplicatePS.Core;

/// <summary>How to wait for something to end.</summary>
public sealed class WaitSettings
{
    /// <summary>When to give up. What is waited for goes on at Replicate.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromHours(1);

    /// <summary>The pause after the first look.</summary>
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromSeconds(0.1);

    /// <summary>The longest pause between two looks; pauses grow up to it.</summary>
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Says before each look whether the log is wanted. Where it is not, one list may tell of many at once; lists carry no log. Null
    /// is no. Called often and from any thread.
    /// </summary>
    public Func<bool>? NeedsLog { get; init; }
}
