using System;

namespace ReplicatePS;

/// <summary>A model version on machines of one's own.</summary>
public sealed class Deployment : ReplicateObject
{
    private readonly Core.Deployment _deployment;
    private Account? _author;

    internal Deployment(Core.Deployment deployment)
        : base(deployment)
    {
        _deployment = deployment;
    }

    /// <summary>The owner's name.</summary>
    public string Owner => _deployment.Owner;

    /// <summary>The name without its owner.</summary>
    public string Name => _deployment.Name;

    /// <summary>Owner and name, as every <c>-Deployment</c> parameter takes it.</summary>
    public string FullName => _deployment.FullName;

    /// <summary>The model, <c>owner/name</c>.</summary>
    public string? Model => _deployment.Model;

    /// <summary>The version's id.</summary>
    public string? Version => _deployment.Version;

    /// <summary>The SKU of its machines.</summary>
    public string? Hardware => _deployment.Hardware;

    /// <summary>How many machines are always on.</summary>
    public long? MinInstances => _deployment.MinInstances;

    /// <summary>How many machines there may be.</summary>
    public long? MaxInstances => _deployment.MaxInstances;

    /// <summary>The number of the current release; each change makes a new one.</summary>
    public long? Release => _deployment.ReleaseNumber;

    /// <summary>When the current release was made.</summary>
    public DateTimeOffset? ReleasedAt => _deployment.ReleasedAt;

    /// <summary>The name of who made the current release.</summary>
    public string? ReleasedBy => _deployment.ReleasedBy?.Username;

    /// <summary>Who made the current release, with all that Replicate tells of them.</summary>
    public Account? ReleaseAuthor => _author ??= _deployment.ReleasedBy is { } author ? new Account(author) : null;

    /// <summary>Owner and name, so that text stands for the object.</summary>
    /// <returns>Owner and name.</returns>
    public override string ToString() => FullName;
}
