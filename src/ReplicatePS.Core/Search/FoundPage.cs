using System.Text.Json;

namespace ReplicatePS.Core;

/// <summary>A page of Replicate's web site that a search has found.</summary>
public sealed class FoundPage : ApiObject
{
    private static readonly KnownMembers Read = new("name", "href");

    internal FoundPage(JsonElement json)
        : base(json)
    {
    }

    /// <summary>The page's title.</summary>
    public string? Name => Json.Text("name");

    /// <summary>Its address, which may be a path on the web site.</summary>
    public string? Href => Json.Text("href");

    private protected override KnownMembers Known => Read;
}
