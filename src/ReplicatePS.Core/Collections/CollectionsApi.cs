using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace ReplicatePS.Core;

/// <summary>Collections of models.</summary>
public sealed class CollectionsApi
{
    private readonly ApiConnection _api;

    internal CollectionsApi(ApiConnection api)
    {
        _api = api;
    }

    /// <summary>Reads all collections: <c>GET /collections</c>.</summary>
    /// <param name="cancellation">Ends the walk.</param>
    /// <returns>Page by page, as they are asked for; without their models.</returns>
    public IAsyncEnumerable<Page<Collection>> ListAsync(CancellationToken cancellation = default) =>
        _api.ListAsync("collections", json => new Collection(json), cancellation);

    /// <summary>Reads a collection with its models: <c>GET /collections/{slug}</c>.</summary>
    /// <param name="slug">The name in its address.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns>The collection.</returns>
    public async Task<Collection> GetAsync(string slug, CancellationToken cancellation = default) =>
        new(await _api.GetAsync($"collections/{PathSegment.Escape(slug, "a collection")}", cancellation).ConfigureAwait(false));
}
