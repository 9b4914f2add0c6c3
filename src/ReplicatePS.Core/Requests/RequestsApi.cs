using System;
using System.Collections.Generic;
using System.Globalization;
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
    // A clock that is off by less does not matter where times are compared.
    private static readonly TimeSpan SmallestSkew = TimeSpan.FromSeconds(30);

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
        await SendAsync(request, AddressOf(request), cancellation).ConfigureAwait(false);

    /// <summary>Walks a list that no other area knows.</summary>
    /// <param name="address">A path below the API's address, or a URL of the API.</param>
    /// <param name="cancellation">Ends the walk.</param>
    /// <returns>Page by page, as they are asked for.</returns>
    public IAsyncEnumerable<Page<JsonElement>> ListAsync(string address, CancellationToken cancellation = default) =>
        _api.ListAsync(AddressOf(new ApiRequest { Address = address }).AbsoluteUri, json => json, cancellation);

    /// <summary>How much later it is at Replicate than on this machine: any answer of <c>GET /account</c> tells, a refusal too.</summary>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns>The difference; zero where it is small or not told.</returns>
    public async Task<TimeSpan> ReadSkewAsync(CancellationToken cancellation = default)
    {
        ApiAnswer answer = await SendAsync(new ApiRequest { Address = "account", TakesAnyStatus = true }, cancellation).ConfigureAwait(false);
        return answer.Headers.TryGetValue("Date", out string? text)
            && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset there)
            && there - _api.Options.TimeProvider.GetUtcNow() is var skew
            && skew.Duration() >= SmallestSkew
                ? skew
                : TimeSpan.Zero;
    }

    private async Task<ApiAnswer> SendAsync(ApiRequest raw, Uri address, CancellationToken cancellation)
    {
        RequestProfile profile = null!;
        profile = new RequestProfile
        {
            MayRepeat = raw.IsRead || raw.IsDelete,
            LargestAnswer = AnswerSize.Outputs,

            // Also where there is nothing to send: whether a change has left this machine is seen by its body.
            Content = raw.Body is not null || !(raw.IsRead || raw.IsDelete)
                ? () => new BytesRequestContent(raw.Body ?? Array.Empty<byte>(), MediaType(raw.ContentType), profile)
                : null,
        };
        using HttpRequestMessage request = ApiConnection.Request(Method(raw.Method), address, profile);
        foreach (KeyValuePair<string, string> header in raw.Headers)
        {
            if (!request.Headers.TryAddWithoutValidation(header.Key, header.Value))
            {
                throw ReplicateException.Invalid($"'{header.Key}' is no header that a request can be given. -ContentType sets the type of a body.");
            }

            // Instead of one of our own, not beside it.
            request.Headers.Remove(header.Key);
            request.Headers.TryAddWithoutValidation(header.Key, header.Value);
        }

        try
        {
            using HttpResponseMessage response = await _api.SendRawAsync(request, cancellation).ConfigureAwait(false);
            return raw.TakesAnyStatus || response.IsSuccessStatusCode ? Answer(response) : throw _api.Refusal(response);
        }
        catch (ReplicateException fault) when (OutcomeUnknown.Is(fault, profile))
        {
            throw OutcomeUnknown.Of(request, profile, fault);
        }
    }

    private Uri AddressOf(ApiRequest request)
    {
        if (request.Headers.Any(header => header.Key.Equals("Authorization", StringComparison.OrdinalIgnoreCase)))
        {
            throw ReplicateException.Invalid("The header Authorization is the connection's own. Give the token to the connection.");
        }

        string text = request.Address.Trim();
        if (LeadsAstray(text))
        {
            throw ReplicateException.Invalid(
                $"The path of '{request.Address}' holds '.', '..' or a sign that no path has, and would lead to another place than it says. Give it as it is.");
        }

        bool isAbsolute = text.Split('/', '?')[0].Contains(":") || text.StartsWith("//", StringComparison.Ordinal);
        Uri? address = Uri.TryCreate(isAbsolute ? text : $"{_api.Address.At(string.Empty)}{WithoutVersion(text.TrimStart('/'))}", UriKind.Absolute, out Uri? given)
            ? given
            : null;
        return address is not null && _api.Address.IsOwn(address)
            ? address
            : throw ReplicateException.Invalid($"'{request.Address}' is not at {_api.Address.Origin}, where the token belongs. Give a path such as account, or a URL of the API.");
    }

    // A name that was put into a path must not turn it into another one.
    private static bool LeadsAstray(string text)
    {
        string path = text.Split('?', '#')[0];
        return path.Any(c => c == '\\' || char.IsControl(c))
            || Uri.UnescapeDataString(path).Split('/', '\\').Any(segment => segment is "." or "..");
    }

    // Whoever copies a path out of the documentation may have the version in it.
    private string WithoutVersion(string path)
    {
        string version = _api.Address.At(string.Empty).AbsolutePath.TrimStart('/');
        return path.StartsWith(version, StringComparison.Ordinal) ? path.Substring(version.Length) : path;
    }

    private static HttpMethod Method(string name)
    {
        try
        {
            return new HttpMethod(name.ToUpperInvariant());
        }
        catch (Exception fault) when (fault is FormatException or ArgumentException)
        {
            throw ReplicateException.Invalid($"'{name}' is no HTTP method.");
        }
    }

    private static MediaTypeHeaderValue MediaType(string text) => MediaTypeHeaderValue.TryParse(text, out MediaTypeHeaderValue? type)
        ? type
        : throw ReplicateException.Invalid($"'{text}' is not a media type such as application/json.");

    private static ApiAnswer Answer(HttpResponseMessage response)
    {
        BufferedContent body = (BufferedContent)response.Content;
        Dictionary<string, string> headers = response.Headers
            .ToDictionary(header => header.Key, header => string.Join(", ", header.Value), StringComparer.OrdinalIgnoreCase);
        return new ApiAnswer(response.StatusCode, body.MediaType, body.Text, headers);
    }
}
