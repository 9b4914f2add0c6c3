using System;
using System.Net.Http;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;

namespace ReplicatePS.Core;

/// <summary>Requests that create or change something. Creates are sent once; cancels and deletes may be repeated.</summary>
internal static class Changes
{
    private static readonly HttpMethod Patch = new("PATCH");

    /// <summary>Sends a create: once, however it ends. The answer must name what was created, by its id or name.</summary>
    public static Task<JsonElement> CreateAsync(
        this ApiConnection api, string path, JsonObject body, string naming, CancellationToken cancellation) =>
        ChangeAsync(api, HttpMethod.Post, path, profile => BytesRequestContent.Of(body, profile), naming, new CreateTerms(), cancellation);

    /// <summary>Sends the create of a prediction, which can be asked to take its time.</summary>
    public static Task<JsonElement> CreateAsync(
        this ApiConnection api, string path, JsonObject body, CreateTerms terms, CancellationToken cancellation) =>
        ChangeAsync(api, HttpMethod.Post, path, profile => BytesRequestContent.Of(body, profile), "id", terms, cancellation);

    public static Task<JsonElement> CreateAsync(
        this ApiConnection api, string path, Func<RequestProfile, HttpContent> content, string naming, CancellationToken cancellation) =>
        ChangeAsync(api, HttpMethod.Post, path, content, naming, new CreateTerms { Lane = RequestLane.Unlimited }, cancellation);

    /// <summary>Sends a change, which is not repeated either: a second one would make another release.</summary>
    public static Task<JsonElement> PatchAsync(this ApiConnection api, string path, JsonObject body, CancellationToken cancellation) =>
        ChangeAsync(api, Patch, path, profile => BytesRequestContent.Of(body, profile), naming: null, new CreateTerms(), cancellation);

    /// <summary>Sends a post without a body, such as a cancel, which may be repeated.</summary>
    public static async Task<JsonElement> PostAsync(this ApiConnection api, string path, CancellationToken cancellation)
    {
        RequestProfile profile = new()
        {
            MayRepeat = true,
            LargestAnswer = AnswerSize.Outputs,
            Content = () => new ByteArrayContent(Array.Empty<byte>()),
        };
        using HttpRequestMessage request = ApiConnection.Request(HttpMethod.Post, api.Address.At(path), profile);
        using HttpResponseMessage response = await api.SendAsync(request, cancellation).ConfigureAwait(false);
        return AnswerReader.Read(response, JsonValueKind.Object);
    }

    public static async Task DeleteAsync(this ApiConnection api, string path, CancellationToken cancellation)
    {
        RequestProfile profile = new() { MayRepeat = true };
        using HttpRequestMessage request = ApiConnection.Request(HttpMethod.Delete, api.Address.At(path), profile);
        try
        {
            using HttpResponseMessage response = await api.SendAsync(request, cancellation).ConfigureAwait(false);
        }
        catch (ReplicateException gone) when (gone.Kind == ErrorKind.NotFound && profile.MayBeDone)
        {
            // An earlier try has deleted it, though its answer was lost.
        }
    }

    // Nobody can be led to what is known by a list or an object.
    private static bool IsName(JsonElement? name) => name switch
    {
        { ValueKind: JsonValueKind.String } text => SafeText.Of(text).Length > 0,
        { ValueKind: JsonValueKind.Number } => true,
        _ => false,
    };

    private static async Task<JsonElement> ChangeAsync(
        ApiConnection api,
        HttpMethod method,
        string path,
        Func<RequestProfile, HttpContent> content,
        string? naming,
        CreateTerms terms,
        CancellationToken cancellation)
    {
        RequestProfile profile = null!;
        profile = new RequestProfile
        {
            Lane = terms.Lane,
            Hold = terms.PreferWait,
            AnswerWithin = terms.AnswerWithin,
            Sending = terms.Sending,
            LargestAnswer = terms.PreferWait is null ? AnswerSize.Object : AnswerSize.Outputs,
            Content = () => content(profile),
        };
        using HttpRequestMessage request = ApiConnection.Request(method, api.Address.At(path), profile);
        terms.AddTo(request);
        try
        {
            using HttpResponseMessage response = await api.SendAsync(request, cancellation).ConfigureAwait(false);
            profile.Fragment = (BufferedContent)response.Content;
            JsonElement created = AnswerReader.Read(response, JsonValueKind.Object);
            return naming is null || IsName(created.Member(naming)) ? created : throw AnswerReader.NotUnderstood(response);
        }
        catch (ReplicateException fault) when (OutcomeUnknown.Is(fault, profile))
        {
            throw OutcomeUnknown.Of(request, profile, fault);
        }
        catch (OperationCanceledException) when (profile.IsAtStake)
        {
            ReplicateException stopped = new(ErrorKind.ConnectionFailed, "It was stopped before an answer came.");
            throw OutcomeUnknown.Of(request, profile, stopped);
        }
    }
}
