using System;
using System.Text.Json.Nodes;
using System.Threading;
using ReplicatePS.Emulator.Runners;
using ReplicatePS.Emulator.Runs;

namespace ReplicatePS.Emulator.Models;

/// <summary>A version of a model: what it takes, what it gives, and what does the work.</summary>
internal sealed class ModelVersion
{
    private readonly DateTimeOffset _createdAt;
    private readonly Run? _pushedBy;
    private long _deletedAt = long.MaxValue;

    /// <param name="id">64 hexadecimal digits.</param>
    /// <param name="createdAt">When it was pushed; of no account where a training pushes it.</param>
    /// <param name="pushedBy">The training that pushes it when it succeeds; null if it is there from the start.</param>
    public ModelVersion(string id, DateTimeOffset createdAt, Run? pushedBy = null)
    {
        Id = id;
        _createdAt = createdAt;
        _pushedBy = pushedBy;
    }

    public string Id { get; }

    public required Model Model { get; init; }

    public string? CogVersion { get; init; }

    public required JsonObject OpenApiSchema { get; init; }

    public required Runner Runner { get; init; }

    /// <summary>The version that runs when this one is asked for; null for itself.</summary>
    public ModelVersion? OverriddenBy { get; init; }

    public JsonObject Schemas => (JsonObject)OpenApiSchema["components"]!["schemas"]!;

    public JsonObject InputSchema => (JsonObject)Schemas["Input"]!;

    /// <summary>What a training takes; null if it cannot be trained.</summary>
    public JsonObject? TrainingInputSchema => Schemas["TrainingInput"] as JsonObject;

    public bool ExistsAt(DateTimeOffset now) => !IsDeletedAt(now) && (_pushedBy is null || _pushedBy.StateAt(now).HasSucceeded);

    /// <summary>Whether it exists or a training that is under way may still push it.</summary>
    public bool MayExistAt(DateTimeOffset now) =>
        !IsDeletedAt(now) && (_pushedBy is null || _pushedBy.StateAt(now) is { HasEnded: false } or { HasSucceeded: true });

    /// <summary>Lets it be gone from a time on, unless it goes earlier anyway.</summary>
    public void DeleteAt(DateTimeOffset time)
    {
        long before = Interlocked.Read(ref _deletedAt);
        if (time.UtcTicks < before)
        {
            Interlocked.CompareExchange(ref _deletedAt, time.UtcTicks, before);
        }
    }

    public DateTimeOffset CreatedAt(DateTimeOffset now) => _pushedBy?.StateAt(now).CompletedAt ?? _createdAt;

    private bool IsDeletedAt(DateTimeOffset now) => now.UtcTicks >= Interlocked.Read(ref _deletedAt);
}
