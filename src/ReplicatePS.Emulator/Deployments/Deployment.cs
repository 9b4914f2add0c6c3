using System;

namespace ReplicatePS.Emulator.Deployments;

/// <summary>A version on machines of one's own.</summary>
internal sealed class Deployment
{
    public required string Owner { get; init; }

    public required string Name { get; init; }

    public string FullName => Owner + "/" + Name;

    /// <summary>When it was created; no two deployments share it.</summary>
    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>When a prediction was last made by it.</summary>
    public DateTimeOffset? LastUsedAt { get; set; }

    public required Release Release { get; set; }
}
