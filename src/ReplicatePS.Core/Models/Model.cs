using System;
using System.Text.Json;

namespace ReplicatePS.Core;

/// <summary>A model: what is run, fine-tuned and deployed.</summary>
public sealed class Model : ApiObject
{
    private static readonly KnownMembers Read = new(
        "owner",
        "name",
        "description",
        "visibility",
        "is_official",
        "run_count",
        "created_at",
        "latest_version.id",
        "latest_version.created_at",
        "latest_version.cog_version",
        "latest_version.openapi_schema",
        "url",
        "github_url",
        "paper_url",
        "license_url",
        "weights_url",
        "cover_image_url",
        "default_example");

    internal Model(JsonElement json)
        : base(json)
    {
    }

    /// <summary>The owner's name.</summary>
    public string Owner => Json.Text("owner") ?? string.Empty;

    /// <summary>The model's name without its owner.</summary>
    public string Name => Json.Text("name") ?? string.Empty;

    /// <summary>Owner and name.</summary>
    public string FullName => $"{Owner}/{Name}";

    /// <summary>What the model does.</summary>
    public string? Description => Json.Text("description");

    /// <summary><c>public</c> or <c>private</c>.</summary>
    public string? Visibility => Json.Text("visibility");

    /// <summary>Whether Replicate keeps it always on and runs it without a version.</summary>
    public bool IsOfficial => Json.Flag("is_official") ?? false;

    /// <summary>How often it ran.</summary>
    public long RunCount => Json.Integer("run_count") ?? 0;

    /// <summary>When it was created.</summary>
    public DateTimeOffset? CreatedAt => Json.Time("created_at");

    /// <summary>The newest version; null for a model that has none yet.</summary>
    public ModelVersion? LatestVersion => Json.Member("latest_version") is { ValueKind: JsonValueKind.Object } version ? new(version) : null;

    /// <summary>The model's page.</summary>
    public string? Url => Json.Text("url");

    /// <summary>Where its code is.</summary>
    public string? GitHubUrl => Json.Text("github_url");

    /// <summary>Where its paper is.</summary>
    public string? PaperUrl => Json.Text("paper_url");

    /// <summary>Where its licence is.</summary>
    public string? LicenseUrl => Json.Text("license_url");

    /// <summary>Where its weights are.</summary>
    public string? WeightsUrl => Json.Text("weights_url");

    /// <summary>The picture on its page.</summary>
    public string? CoverImageUrl => Json.Text("cover_image_url");

    /// <summary>A prediction that its author shows as an example; null when there is none.</summary>
    public Prediction? DefaultExample => Json.Member("default_example") is { ValueKind: JsonValueKind.Object } example ? new(example) : null;

    private protected override KnownMembers Known => Read;
}
