using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;

namespace ReplicatePS.Core;

/// <summary>Requests that only read: repeated where that helps, and led on within the API's origin.</summary>
internal static class Reads
{
    private static readonly HttpMethod Query = new("QUERY");

    public static Task<JsonElement> GetAsync(
        this ApiConnection api,
        string path,
        CancellationToken cancellation,
        JsonValueKind expected = JsonValueKind.Object,
        RequestLane lane = RequestLane.Other,
        int largest = AnswerSize.Object) => GetAsync(
        api, api.Address.At(path), expected, () => new RequestProfile { MayRepeat = true, Lane = lane, LargestAnswer = largest }, cancellation);

    /// <summary>Reads what is public: the token goes along where there is one.</summary>
    public static Task<JsonElement> GetPublicAsync(this ApiConnection api, string path, CancellationToken cancellation) => GetAsync(
        api, api.Address.At(path), JsonValueKind.Object, () => new RequestProfile { MayRepeat = true, TokenIsOptional = true }, cancellation);

    /// <summary>Reads an answer that is text instead of JSON.</summary>
    public static async Task<string> GetTextAsync(this ApiConnection api, string path, CancellationToken cancellation)
    {
        RequestProfile profile = new() { MayRepeat = true };
        using HttpRequestMessage request = ApiConnection.Request(HttpMethod.Get, api.Address.At(path), profile);
        using HttpResponseMessage response = await api.SendAsync(request, cancellation).ConfigureAwait(false);
        return ((BufferedContent)response.Content).Text.TrimStart('\uFEFF');
    }

    /// <summary>Asks with the method QUERY, which is a read with a body.</summary>
    public static async Task<JsonElement> QueryAsync(this ApiConnection api, string path, string text, CancellationToken cancellation)
    {
        RequestProfile profile = null!;
        profile = new RequestProfile { MayRepeat = true, Content = () => BytesRequestContent.Of(text, profile) };
        using HttpRequestMessage request = ApiConnection.Request(Query, api.Address.At(path), profile);
        using HttpResponseMessage response = await api.SendAsync(request, cancellation).ConfigureAwait(false);
        return AnswerReader.Read(response, JsonValueKind.Object);
    }

    /// <summary>Walks a list page by page; the next page is asked for when the caller wants it.</summary>
    public static async IAsyncEnumerable<Page<T>> ListAsync<T>(
        this ApiConnection api,
        string path,
        Func<JsonElement, T> read,
        [EnumeratorCancellation] CancellationToken cancellation,
        RequestLane lane = RequestLane.Other)
    {
        HashSet<string> seen = new();
        Uri? address = api.Address.At(path);
        while (address is not null)
        {
            if (!seen.Add(address.AbsoluteUri))
            {
                throw new ReplicateException(ErrorKind.BadResponse, "The list's pages lead back to a page that was read already.");
            }

            RequestProfile Profile() => new() { MayRepeat = true, Lane = lane, LargestAnswer = AnswerSize.Outputs };
            JsonElement page = await GetAsync(api, address, JsonValueKind.Object, Profile, cancellation).ConfigureAwait(false);
            string? next = page.Member("next") is { ValueKind: JsonValueKind.String } && page.Text("next") is { Length: > 0 } link && link != "null"
                ? link
                : null;

            // Each item stands alone, so that keeping one does not keep its whole page.
            yield return new Page<T>(page.Items("results").Select(item => read(item.Clone())).ToArray(), next);
            address = next is null ? null : api.Address.Next(address, next);
        }
    }

    private static async Task<JsonElement> GetAsync(
        ApiConnection api, Uri address, JsonValueKind expected, Func<RequestProfile> profile, CancellationToken cancellation)
    {
        for (int redirects = 0; ; redirects++)
        {
            using HttpRequestMessage request = ApiConnection.Request(HttpMethod.Get, address, profile());
            using HttpResponseMessage response = await api.SendAsync(request, cancellation, redirects < Redirect.Most).ConfigureAwait(false);
            if (!Redirect.Is(response))
            {
                return AnswerReader.Read(response, expected);
            }

            Uri? target = Redirect.Location(response, address);
            address = target is not null && api.Address.IsOwn(target) ? target : throw Redirect.Refused(response, api.Address);
        }
    }
}
