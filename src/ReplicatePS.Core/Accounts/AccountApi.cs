using System.Threading;
using System.Threading.Tasks;

namespace ReplicatePS.Core;

/// <summary>The account of the token.</summary>
public sealed class AccountApi
{
    private readonly ApiConnection _api;

    internal AccountApi(ApiConnection api)
    {
        _api = api;
    }

    /// <summary>Reads the account: <c>GET /account</c>.</summary>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns>The account.</returns>
    public async Task<Account> GetAsync(CancellationToken cancellation = default) =>
        new(await _api.GetAsync("account", cancellation).ConfigureAwait(false));
}
