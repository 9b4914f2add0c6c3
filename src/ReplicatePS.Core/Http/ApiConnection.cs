using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;

namespace ReplicatePS.Core;

/// <summary>Sends requests through the row of handlers and reads what comes back.</summary>
internal sealed class ApiConnection
{
    private const int MostRedirects = 5;

    private static readonly HttpMethod Patch = new("PATCH");
    private static readonly HttpMethod Query = new("QUERY");

    private readonly HttpMessageInvoker _invoker;

    public ApiConnection(ReplicateClientOptions options)
    {
        Options = options;
        Address = new ApiAddress(options.BaseUri);

        // Read from the bottom: the request passes the last handler first.
        HttpMessageHandler handler = options.Transport ?? HttpStack.Shared.Transport;
        handler = new DeadlineHandler(options.TimeProvider, options.Timeout, handler);
        handler = options.Trace is { } trace ? new TracingHandler(trace, Address, handler) : handler;
        handler = new AuthHandler(options, Address, handler);
        handler = new RateLimitHandler(options, handler);
        handler = new RetryHandler(options, handler);
        _invoker = new HttpMessageInvoker(handler, disposeHandler: false);
    }

    public ReplicateClientOptions Options { get; }

    public ApiAddress Address { get; }

    public Task<JsonElement> GetAsync(
        string path, CancellationToken cancellation, JsonValueKind expected = JsonValueKind.Object, RequestLane lane = RequestLane.Other) =>
        GetAsync(Address.At(path), expected, () => new RequestProfile { MayRepeat = true, Lane = lane }, cancellation);

    /// <summary>Reads what is public: the token goes along where there is one.</summary>
    public Task<JsonElement> GetPublicAsync(string path, CancellationToken cancellation) =>
        GetAsync(Address.At(path), JsonValueKind.Object, () => new RequestProfile { MayRepeat = true, TokenIsOptional = true }, cancellation);

    /// <summary>Reads an answer that is text instead of JSON.</summary>
    public async Task<string> GetTextAsync(string path, CancellationToken cancellation)
    {
        using HttpRequestMessage request = Request(HttpMethod.Get, Address.At(path), new RequestProfile { MayRepeat = true });
        using HttpResponseMessage response = await SendAsync(request, cancellation).ConfigureAwait(false);
        return ((BufferedContent)response.Content).Text.TrimStart('\uFEFF');
    }

    /// <summary>Asks with the method QUERY, which is a read with a body.</summary>
    public async Task<JsonElement> QueryAsync(string path, string text, CancellationToken cancellation)
    {
        RequestProfile profile = null!;
        profile = new RequestProfile { MayRepeat = true, Content = () => BytesRequestContent.Of(text, profile) };
        using HttpRequestMessage request = Request(Query, Address.At(path), profile);
        using HttpResponseMessage response = await SendAsync(request, cancellation).ConfigureAwait(false);
        return Read(response, JsonValueKind.Object);
    }

    /// <summary>Sends a create: once, however it ends. The answer must name what was created, by its id or name.</summary>
    public Task<JsonElement> CreateAsync(
        string path, JsonObject body, string naming, CancellationToken cancellation) =>
        ChangeAsync(HttpMethod.Post, path, profile => BytesRequestContent.Of(body, profile), naming, new CreateTerms(), cancellation);

    /// <summary>Sends the create of a prediction, which can be asked to take its time.</summary>
    public Task<JsonElement> CreateAsync(string path, JsonObject body, CreateTerms terms, CancellationToken cancellation) =>
        ChangeAsync(HttpMethod.Post, path, profile => BytesRequestContent.Of(body, profile), "id", terms, cancellation);

    public Task<JsonElement> CreateAsync(string path, Func<RequestProfile, HttpContent> content, string naming, CancellationToken cancellation) =>
        ChangeAsync(HttpMethod.Post, path, content, naming, new CreateTerms { Lane = RequestLane.Unlimited }, cancellation);

    /// <summary>Sends a change, which is not repeated either: a second one would make another release.</summary>
    public Task<JsonElement> PatchAsync(string path, JsonObject body, CancellationToken cancellation) =>
        ChangeAsync(Patch, path, profile => BytesRequestContent.Of(body, profile), naming: null, new CreateTerms(), cancellation);

    /// <summary>Sends a post without a body, such as a cancel, which may be repeated.</summary>
    public async Task<JsonElement> PostAsync(string path, CancellationToken cancellation)
    {
        RequestProfile profile = new() { MayRepeat = true, Content = () => new ByteArrayContent(Array.Empty<byte>()) };
        using HttpRequestMessage request = Request(HttpMethod.Post, Address.At(path), profile);
        using HttpResponseMessage response = await SendAsync(request, cancellation).ConfigureAwait(false);
        return Read(response, JsonValueKind.Object);
    }

    public async Task DeleteAsync(string path, CancellationToken cancellation)
    {
        RequestProfile profile = new() { MayRepeat = true };
        using HttpRequestMessage request = Request(HttpMethod.Delete, Address.At(path), profile);
        try
        {
            using HttpResponseMessage response = await SendAsync(request, cancellation).ConfigureAwait(false);
        }
        catch (ReplicateException gone) when (gone.Kind == ErrorKind.NotFound && profile.MayBeDone)
        {
            // An earlier try has deleted it, though its answer was lost.
        }
    }

    /// <summary>Walks a list page by page; the next page is asked for when the caller wants it.</summary>
    public async IAsyncEnumerable<Page<T>> ListAsync<T>(
        string path,
        Func<JsonElement, T> read,
        [EnumeratorCancellation] CancellationToken cancellation,
        RequestLane lane = RequestLane.Other)
    {
        HashSet<string> seen = new();
        Uri? address = Address.At(path);
        while (address is not null)
        {
            if (!seen.Add(address.AbsoluteUri))
            {
                throw new ReplicateException(ErrorKind.BadResponse, "The list's pages lead back to a page that was read already.");
            }

            JsonElement page = await GetAsync(
                address, JsonValueKind.Object, () => new RequestProfile { MayRepeat = true, Lane = lane }, cancellation).ConfigureAwait(false);
            string? next = page.Member("next") is { ValueKind: JsonValueKind.String } && page.Text("next") is { Length: > 0 } link && link != "null"
                ? link
                : null;

            // Each item stands alone, so that keeping one does not keep its whole page.
            yield return new Page<T>(page.Items("results").Select(item => read(item.Clone())).ToArray(), next);
            address = next is null ? null : Address.Next(address, next);
        }
    }

    /// <summary>Sends what the caller has put together. What changes something is sent once.</summary>
    public async Task<ApiAnswer> SendAsync(ApiRequest raw, Uri address, CancellationToken cancellation)
    {
        RequestProfile profile = null!;
        profile = new RequestProfile
        {
            MayRepeat = raw.IsRead || raw.IsDelete,

            // Also where there is nothing to send: whether a change has left this machine is seen by its body.
            Content = raw.Body is not null || !(raw.IsRead || raw.IsDelete)
                ? () => new BytesRequestContent(raw.Body ?? Array.Empty<byte>(), MediaType(raw.ContentType), profile)
                : null,
        };
        using HttpRequestMessage request = Request(Method(raw.Method), address, profile);
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
            using HttpResponseMessage response = await SendRawAsync(request, cancellation).ConfigureAwait(false);
            return raw.TakesAnyStatus || response.IsSuccessStatusCode ? Answer(response)
                : throw ((int)response.StatusCode is >= 300 and < 400 ? Redirected(response) : Refusal(response));
        }
        catch (ReplicateException fault) when (!profile.MayRepeat && profile.MayHaveArrived && IsOpen(fault))
        {
            throw Unknown(request, profile, fault);
        }
    }

    /// <summary>Sends a request as it is and gives back any answer, for downloads.</summary>
    public async Task<HttpResponseMessage> SendRawAsync(HttpRequestMessage request, CancellationToken cancellation)
    {
        try
        {
            return await _invoker.SendAsync(request, cancellation).ConfigureAwait(false);
        }
        catch (Exception fault) when (ConnectionFault.Is(fault))
        {
            throw Unreachable(request, fault);
        }
    }

    public static HttpRequestMessage Request(HttpMethod method, Uri address, RequestProfile profile)
    {
        HttpRequestMessage request = profile.Attach(new HttpRequestMessage(method, address));
        request.Headers.TryAddWithoutValidation("User-Agent", ReplicateClient.UserAgent);
        request.Headers.TryAddWithoutValidation("Accept", "application/json, application/problem+json;q=0.9, */*;q=0.5");
        request.Headers.ExpectContinue = false;
        return request;
    }

    public ReplicateException Refusal(HttpResponseMessage response)
    {
        string body = response.Content is BufferedContent buffered ? buffered.Text : string.Empty;
        return ProblemReader.Read(response, body, RetryHandler.RetryAfter(response, Options.TimeProvider.GetUtcNow()));
    }

    private async Task<JsonElement> GetAsync(
        Uri address, JsonValueKind expected, Func<RequestProfile> profile, CancellationToken cancellation)
    {
        for (int redirects = 0; ; redirects++)
        {
            using HttpRequestMessage request = Request(HttpMethod.Get, address, profile());
            using HttpResponseMessage response = await SendAsync(request, cancellation, redirects < MostRedirects).ConfigureAwait(false);
            if ((int)response.StatusCode is < 300 or >= 400)
            {
                return Read(response, expected);
            }

            address = RedirectTarget(response, address);
        }
    }

    private async Task<JsonElement> ChangeAsync(
        HttpMethod method, string path, Func<RequestProfile, HttpContent> content, string? naming, CreateTerms terms, CancellationToken cancellation)
    {
        RequestProfile profile = null!;
        profile = new RequestProfile { Lane = terms.Lane, Hold = terms.PreferWait, Content = () => content(profile) };
        using HttpRequestMessage request = Request(method, Address.At(path), profile);
        terms.AddTo(request);
        try
        {
            using HttpResponseMessage response = await SendAsync(request, cancellation).ConfigureAwait(false);
            profile.Fragment = (BufferedContent)response.Content;
            JsonElement created = Read(response, JsonValueKind.Object);
            return naming is null || created.Text(naming) is { Length: > 0 } ? created : throw NotUnderstood(response);
        }
        catch (ReplicateException fault) when (profile.MayHaveArrived && IsOpen(fault))
        {
            throw Unknown(request, profile, fault);
        }
        catch (OperationCanceledException) when (profile.IsAtStake)
        {
            throw Unknown(request, profile, new ReplicateException(ErrorKind.ConnectionFailed, "It was stopped before an answer came."));
        }
    }

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellation, bool mayRedirect = false)
    {
        HttpResponseMessage response = await SendRawAsync(request, cancellation).ConfigureAwait(false);
        if (response.IsSuccessStatusCode || (mayRedirect && (int)response.StatusCode is >= 300 and < 400))
        {
            return response;
        }

        using (response)
        {
            throw (int)response.StatusCode is >= 300 and < 400 ? Redirected(response) : Refusal(response);
        }
    }

    private Uri RedirectTarget(HttpResponseMessage response, Uri from)
    {
        Uri? target = Location(response, from);
        return target is not null && Address.IsOwn(target) ? target : throw Redirected(response);
    }

    /// <summary>Where a redirect leads; null when it does not say.</summary>
    public static Uri? Location(HttpResponseMessage response, Uri from) =>
        ProblemReader.Header(response, "Location") is { Length: > 0 } location ? ApiAddress.Resolve(from, location) : null;

    private ReplicateException Redirected(HttpResponseMessage response) => new(
        ErrorKind.BadResponse,
        $"The answer redirects to '{ProblemReader.Header(response, "Location")}'. It was not followed, so that the token stays with {Address.Origin}.")
    {
        StatusCode = response.StatusCode,
    };

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

    private ReplicateException Unreachable(HttpRequestMessage request, Exception fault) =>
        new(ErrorKind.ConnectionFailed, $"{request.RequestUri!.Host} gave no answer: {ConnectionFault.Describe(fault)}.", fault);

    private static JsonElement Read(HttpResponseMessage response, JsonValueKind expected)
    {
        BufferedContent body = (BufferedContent)response.Content;
        try
        {
            JsonElement json = body.Json();
            if (json.ValueKind == expected)
            {
                return json;
            }
        }
        catch (JsonException)
        {
            // Said below, together with an answer of the wrong shape.
        }

        throw NotUnderstood(response);
    }

    private static ReplicateException NotUnderstood(HttpResponseMessage response)
    {
        BufferedContent body = (BufferedContent)response.Content;
        return new ReplicateException(
            ErrorKind.BadResponse,
            $"The answer ({(int)response.StatusCode}, {body.MediaType ?? "no type"}) is not what the API sends: {ProblemReader.Excerpt(body.Text) ?? "it is empty"}")
        {
            StatusCode = response.StatusCode,
            RequestId = ProblemReader.RequestIdOf(response),
        };
    }

    /// <summary>Whether a fault leaves open if a create was carried out. An answer that cannot be read does not make it undone.</summary>
    private static bool IsOpen(ReplicateException fault) =>
        fault.Kind is ErrorKind.ServerError or ErrorKind.ConnectionFailed
        || (fault.Kind == ErrorKind.BadResponse && (int?)fault.StatusCode is >= 200 and < 300);

    private static ReplicateException Unknown(HttpRequestMessage request, RequestProfile profile, ReplicateException fault)
    {
        string path = request.RequestUri!.AbsolutePath;
        string? id = profile.Fragment is { } came ? Json.TextInFragment(came.Bytes.Span, "id") : null;
        CreateAttempt attempt = new(profile.SentAt, path, (request.Content as RequestContent)?.Hash, id);
        string found = id is null
            ? "It may have been done and may cost money, so it was not sent again."
            : $"Its id could be read: {id}.";
        return new ReplicateException(
            ErrorKind.OutcomeUnknown,
            $"{request.Method} {path} was sent at {profile.SentAt:u}, but whether it took effect is not known: {fault.Message} {found}",
            fault)
        {
            StatusCode = fault.StatusCode,
            RequestId = fault.RequestId,
            Detail = fault.Detail,
            Attempt = attempt,
        };
    }
}
