using System.Collections.Generic;
using System.Linq;
using System.Text.Json;

namespace ReplicatePS.Core;

/// <summary>Models that Replicate has put together for a purpose.</summary>
public sealed class Collection : ApiObject
{
    private static readonly KnownMembers Read = new("slug", "name", "description", "full_description", "models");

    internal Collection(JsonElement json)
        : base(json)
    {
    }

    /// <summary>The name in its address.</summary>
    public string Slug => Json.Text("slug") ?? string.Empty;

    /// <summary>Its title.</summary>
    public string? Name => Json.Text("name");

    /// <summary>What the models do, in a sentence.</summary>
    public string? Description => Json.Text("description");

    /// <summary>What the models do, in Markdown; null in lists.</summary>
    public string? FullDescription => Json.Text("full_description");

    /// <summary>The models; empty in lists.</summary>
    public IReadOnlyList<Model> Models =>
        Json.Items("models").Where(item => item.ValueKind == JsonValueKind.Object).Select(item => new Model(item)).ToArray();

    private protected override KnownMembers Known => Read;
}
