using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace ReplicatePS.Core;

/// <summary>Searching what is public at Replicate.</summary>
public sealed class SearchApi
{
    private readonly ApiConnection _api;

    internal SearchApi(ApiConnection api)
    {
        _api = api;
    }

    /// <summary>Finds public models: <c>GET /search</c>.</summary>
    /// <param name="query">What to look for.</param>
    /// <param name="limit">How many models at most, 1 to 50.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns>The models, best first; they do not carry all members.</returns>
    public async Task<IReadOnlyList<Model>> ModelsAsync(string query, int limit = 20, CancellationToken cancellation = default)
    {
        SearchResult found = await FindAsync(query, limit, cancellation).ConfigureAwait(false);
        return found.Models.Select(one => one.Model).ToArray();
    }

    /// <summary>Finds public models, collections and pages: <c>GET /search</c>. It needs no token.</summary>
    /// <param name="query">What to look for.</param>
    /// <param name="limit">How many models at most, 1 to 50.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns>What was found, best first.</returns>
    public async Task<SearchResult> FindAsync(string query, int limit = 20, CancellationToken cancellation = default) =>
        limit is >= 1 and <= 50
            ? new(await _api.GetPublicAsync($"search?query={Uri.EscapeDataString(query)}&limit={limit}", cancellation).ConfigureAwait(false))
            : throw ReplicateException.Invalid($"A search gives 1 to 50 models, not {limit}.");
}
