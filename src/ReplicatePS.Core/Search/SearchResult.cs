using System.Collections.Generic;
using System.Linq;
using System.Text.Json;

namespace ReplicatePS.Core;

/// <summary>What a search has found.</summary>
public sealed class SearchResult : ApiObject
{
    private static readonly KnownMembers Read = new("query", "models", "collections", "pages");

    internal SearchResult(JsonElement json)
        : base(json)
    {
    }

    /// <summary>The models, best first.</summary>
    public IReadOnlyList<FoundModel> Models => Json.Items("models").Select(item => new FoundModel(item)).ToArray();

    /// <summary>The collections; their models are names only.</summary>
    public IReadOnlyList<Collection> Collections => Json.Items("collections").Select(item => new Collection(item)).ToArray();

    /// <summary>Pages of the web site and its documentation.</summary>
    public IReadOnlyList<FoundPage> Pages => Json.Items("pages").Select(item => new FoundPage(item)).ToArray();

    private protected override KnownMembers Known => Read;
}
