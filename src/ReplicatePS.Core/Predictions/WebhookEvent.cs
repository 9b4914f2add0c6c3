namespace ReplicatePS.Core;

/// <summary>What a webhook is told of.</summary>
public enum WebhookEvent
{
    /// <summary>It began to run.</summary>
    Start,

    /// <summary>Its output changed.</summary>
    Output,

    /// <summary>Its log grew.</summary>
    Logs,

    /// <summary>It ended.</summary>
    Completed,
}
