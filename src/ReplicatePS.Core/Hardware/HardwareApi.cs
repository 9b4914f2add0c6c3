using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;

namespace ReplicatePS.Core;

/// <summary>The machines on offer.</summary>
public sealed class HardwareApi
{
    private readonly ApiConnection _api;

    internal HardwareApi(ApiConnection api)
    {
        _api = api;
    }

    /// <summary>Reads all kinds of hardware: <c>GET /hardware</c>.</summary>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns>All of them; the list has no pages.</returns>
    public async Task<IReadOnlyList<Hardware>> ListAsync(CancellationToken cancellation = default)
    {
        JsonElement list = await _api.GetAsync("hardware", cancellation, JsonValueKind.Array).ConfigureAwait(false);
        return list.EnumerateArray().Select(item => new Hardware(item)).ToArray();
    }
}
