using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;

namespace ReplicatePS.Core;

/// <summary>Requests that no other area makes, with the same care for tokens, limits and creates.</summary>
public sealed class RequestsApi
{
    private readonly ApiConnection _api;

    internal RequestsApi(ApiConnection api)
    {
        _api = api;
    }

    /// <summary>Sends a request. What only reads is repeated where that helps; anything else is sent once.</summary>
    /// <param name="request">What to send.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns>The answer.</returns>
    /// <exception cref="ReplicateException">The address is not the API's, or the answer is no success.</exception>
    public async Task<ApiAnswer> SendAsync(ApiRequest request, CancellationToken cancellation = default) =>
        await _api.SendAsync(request, AddressOf(request), cancellation).ConfigureAwait(false);

    /// <summary>Walks a list that no other area knows.</summary>
    /// <param name="address">A path below the API's address, or a URL of the API.</param>
    /// <param name="cancellation">Ends the walk.</param>
    /// <returns>Page by page, as they are asked for.</returns>
    public IAsyncEnumerable<Page<JsonElement>> ListAsync(string address, CancellationToken cancellation = default) =>
        _api.ListAsync(AddressOf(new ApiRequest { Address = address }).AbsoluteUri, json => json, cancellation);

    private Uri AddressOf(ApiRequest request)
    {
        if (request.Headers.Any(header => header.Key.Equals("Authorization", StringComparison.OrdinalIgnoreCase)))
        {
            throw ReplicateException.Invalid("The header Authorization is the connection's own. Give the token to the connection.");
        }

        string text = request.Address.Trim();
        bool isAbsolute = text.Contains("://") || text.StartsWith("//", StringComparison.Ordinal);
        Uri? address = isAbsolute
            ? Uri.TryCreate(text, UriKind.Absolute, out Uri? given) ? given : null
            : _api.Address.At(WithoutVersion(text.TrimStart('/')));
        return address is not null && _api.Address.IsOwn(address)
            ? address
            : throw ReplicateException.Invalid($"'{request.Address}' is not at {_api.Address.Origin}, where the token belongs. Give a path such as account, or a URL of the API.");
    }

    // Whoever copies a path out of the documentation may have the version in it.
    private string WithoutVersion(string path)
    {
        string version = _api.Address.At(string.Empty).AbsolutePath.TrimStart('/');
        return path.StartsWith(version, StringComparison.Ordinal) ? path.Substring(version.Length) : path;
    }
}
