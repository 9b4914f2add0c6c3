using System;
using System.Text.Json;

namespace ReplicatePS.Core;

/// <summary>A model version on machines of one's own.</summary>
public sealed class Deployment : ApiObject
{
    private static readonly KnownMembers Read = new(
        "owner",
        "name",
        "current_release.number",
        "current_release.model",
        "current_release.version",
        "current_release.created_at",
        "current_release.created_by",
        "current_release.configuration.hardware",
        "current_release.configuration.min_instances",
        "current_release.configuration.max_instances");

    internal Deployment(JsonElement json)
        : base(json)
    {
    }

    /// <summary>The owner's name.</summary>
    public string Owner => Json.Text("owner") ?? string.Empty;

    /// <summary>The deployment's name without its owner.</summary>
    public string Name => Json.Text("name") ?? string.Empty;

    /// <summary>Owner and name.</summary>
    public string FullName => $"{Owner}/{Name}";

    /// <summary>The number of the current release; every change makes a new one.</summary>
    public long? ReleaseNumber => Release.Integer("number");

    /// <summary>The model, <c>owner/name</c>.</summary>
    public string? Model => Release.Text("model");

    /// <summary>The version's id.</summary>
    public string? Version => Release.Text("version");

    /// <summary>When the current release was made.</summary>
    public DateTimeOffset? ReleasedAt => Release.Time("created_at");

    /// <summary>Who made the current release.</summary>
    public Account? ReleasedBy => Release.Member("created_by") is { ValueKind: JsonValueKind.Object } account ? new(account) : null;

    /// <summary>The hardware's SKU.</summary>
    public string? Hardware => Configuration.Text("hardware");

    /// <summary>How many machines are always on.</summary>
    public long? MinInstances => Configuration.Integer("min_instances");

    /// <summary>How many machines there may be.</summary>
    public long? MaxInstances => Configuration.Integer("max_instances");

    private JsonElement Release => Json.Member("current_release") ?? default;

    private JsonElement Configuration => Release.Member("configuration") ?? default;

    private protected override KnownMembers Known => Read;
}
