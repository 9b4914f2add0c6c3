using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;

namespace ReplicatePS.Emulator.Models;

/// <summary>A model: a name, some facts for people, and versions.</summary>
internal sealed class Model
{
    private readonly List<ModelVersion> _versions = new();
    private long _runCount;

    public required string Owner { get; init; }

    public required string Name { get; init; }

    public string FullName => Owner + "/" + Name;

    public string? Description { get; init; }

    public string Visibility { get; init; } = "public";

    public string? GithubUrl { get; init; }

    public string? PaperUrl { get; init; }

    public string? LicenseUrl { get; init; }

    public string? CoverImageUrl { get; init; }

    public bool IsOfficial { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public long RunCount
    {
        get => Interlocked.Read(ref _runCount);
        init => _runCount = value;
    }

    public void CountRun() => Interlocked.Increment(ref _runCount);

    /// <summary>Adds a version. It need not exist yet: see <see cref="ModelVersion.ExistsAt"/>.</summary>
    public void Add(ModelVersion version)
    {
        lock (_versions)
        {
            _versions.Add(version);
        }
    }

    /// <summary>The versions that exist, oldest first.</summary>
    public IReadOnlyList<ModelVersion> VersionsAt(DateTimeOffset now)
    {
        lock (_versions)
        {
            return _versions.Where(version => version.ExistsAt(now)).OrderBy(version => version.CreatedAt(now)).ToArray();
        }
    }

    public ModelVersion? LatestAt(DateTimeOffset now) => VersionsAt(now).LastOrDefault();
}
