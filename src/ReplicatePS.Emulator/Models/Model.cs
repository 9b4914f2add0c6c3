using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using ReplicatePS.Emulator.Runs;

namespace ReplicatePS.Emulator.Models;

/// <summary>A model: a name, some facts for people, and versions.</summary>
internal sealed class Model
{
    private readonly List<ModelVersion> _versions = new();
    private readonly List<Run> _examples = new();
    private long _runCount;

    public required string Owner { get; init; }

    public required string Name { get; init; }

    public string FullName => Owner + "/" + Name;

    public string? Description { get; set; }

    public string Visibility { get; init; } = "public";

    /// <summary>What it has to say of itself, in Markdown.</summary>
    public string? Readme { get; set; }

    /// <summary>What a search says of it at more length.</summary>
    public string? GeneratedDescription { get; init; }

    /// <summary>Words that it is found by in a search.</summary>
    public IReadOnlyList<string> Tags { get; init; } = Array.Empty<string>();

    public string? GithubUrl { get; set; }

    public string? PaperUrl { get; set; }

    public string? LicenseUrl { get; set; }

    public string? WeightsUrl { get; set; }

    public string? CoverImageUrl { get; init; }

    public bool IsOfficial { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>Predictions that its author shows, oldest first. They are there before anybody can ask.</summary>
    public IReadOnlyList<Run> Examples => _examples;

    public Run? DefaultExample => _examples.FirstOrDefault();

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

    public ModelVersion? LatestAt(DateTimeOffset now)
    {
        lock (_versions)
        {
            ModelVersion? latest = null;
            foreach (ModelVersion version in _versions)
            {
                if (version.ExistsAt(now) && !(latest?.CreatedAt(now) > version.CreatedAt(now)))
                {
                    latest = version;
                }
            }

            return latest;
        }
    }

    /// <summary>Whether it has a version or a training is about to push one.</summary>
    public bool MayHaveVersionAt(DateTimeOffset now)
    {
        lock (_versions)
        {
            return _versions.Exists(version => version.MayExistAt(now));
        }
    }

    public void AddExample(Run run) => _examples.Add(run);
}
