using System;

namespace ReplicatePS.Emulator.Runs;

/// <summary>Where a run stands at one moment.</summary>
/// <param name="Status">One of <see cref="RunStatus"/>.</param>
/// <param name="StartedAt">When it began to work.</param>
/// <param name="CompletedAt">When it ended.</param>
/// <param name="Elapsed">How long it has worked.</param>
/// <param name="DataRemoved">Whether input, logs and output are gone.</param>
internal sealed record RunState(
    string Status,
    DateTimeOffset? StartedAt,
    DateTimeOffset? CompletedAt,
    TimeSpan Elapsed,
    bool DataRemoved)
{
    /// <summary>Whether it has worked at all.</summary>
    public bool HasWorked => Status is RunStatus.Processing or RunStatus.Succeeded or RunStatus.Failed || Elapsed > TimeSpan.Zero;

    public bool HasEnded => CompletedAt is not null;

    public bool HasSucceeded => Status == RunStatus.Succeeded;
}
