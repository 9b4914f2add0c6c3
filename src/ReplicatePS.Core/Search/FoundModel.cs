using System.Collections.Generic;
using System.Linq;
using System.Text.Json;

namespace ReplicatePS.Core;

/// <summary>A model that a search has found, and why.</summary>
public sealed class FoundModel : ApiObject
{
    private static readonly KnownMembers Read = new(
        "model.owner",
        "model.name",
        "model.url",
        "model.description",
        "model.latest_version",
        "model.default_example",
        "metadata.generated_description",
        "metadata.tags",
        "metadata.score");

    internal FoundModel(JsonElement json)
        : base(json)
    {
    }

    /// <summary>The model; it may lack members that reading it by name gives.</summary>
    public Model Model => new(Json.Member("model") ?? Json);

    /// <summary>What it does, as Replicate has had it described.</summary>
    public string? GeneratedDescription => Json.Member("metadata")?.Text("generated_description");

    /// <summary>Words for what it does.</summary>
    public IReadOnlyList<string> Tags => (Json.Member("metadata") ?? default).Texts("tags").ToArray();

    /// <summary>How well it matches; null when it was not said.</summary>
    public double? Score => Json.Member("metadata")?.Number("score");

    private protected override KnownMembers Known => Read;
}
