using System;
using System.Net;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;

namespace ReplicatePS.Core;

/// <summary>
/// Opens event streams. Their URL is all that is needed to read them, and they lie on other hosts than the API: the token goes along
/// to the API's own origin only.
/// </summary>
internal sealed class EventDoor
{
    private readonly ApiConnection _api;
    private readonly TimeSpan _idle;
    private readonly bool _isOptional;

    /// <summary>Makes a door.</summary>
    /// <param name="api">Sends the requests.</param>
    /// <param name="idle">How long a stream may say nothing.</param>
    /// <param name="isOptional">Whether nobody misses a stream that is not to be had at once.</param>
    public EventDoor(ApiConnection api, TimeSpan idle, bool isOptional = false)
    {
        _api = api;
        _idle = idle;
        _isOptional = isOptional;
    }

    /// <summary>Where a prediction's stream is; null when it has none, or none that may be read.</summary>
    public Uri? StreamOf(Prediction prediction) =>
        prediction.Urls?.Link("stream") is { } address && IsSafe(address) ? address : null;

    /// <summary>Connects to a stream.</summary>
    /// <param name="stream">Its address.</param>
    /// <param name="lastId">The id of the last event that came; null to read from the first.</param>
    /// <param name="cancellation">Ends the connection as well.</param>
    /// <returns>The connection; null when there is no stream to be had.</returns>
    public async Task<EventFeed?> OpenAsync(Uri stream, string? lastId, CancellationToken cancellation)
    {
        Uri address = stream;
        bool isOwn = true;
        for (int redirects = 0; redirects <= Redirect.Most; redirects++)
        {
            // Who was sent here by another host does not bring the token.
            isOwn = isOwn && _api.Address.IsOwn(address);
            HttpResponseMessage? response = await SendAsync(address, isOwn, lastId, cancellation).ConfigureAwait(false);
            if (response is null || IsEventStream(response))
            {
                return response is null ? null : await EventFeed.ReadAsync(response, _api.Options.TimeProvider, _idle, cancellation).ConfigureAwait(false);
            }

            using (response)
            {
                if (!Redirect.Is(response) || Redirect.Location(response, address) is not { } target || !IsSafe(target))
                {
                    return null;
                }

                address = target;
            }
        }

        return null;
    }

    private async Task<HttpResponseMessage?> SendAsync(Uri address, bool isOwn, string? lastId, CancellationToken cancellation)
    {
        RequestProfile profile = new()
        {
            MayRepeat = true,
            IsOptional = _isOptional,
            IsStreamed = true,
            IsAddressSecret = true,
            IsAuthenticated = isOwn,
            TokenIsOptional = true,
            Lane = RequestLane.Unlimited,
        };
        using HttpRequestMessage request = ApiConnection.Request(HttpMethod.Get, address, profile);
        ContentCoding.AskForPlain(request);
        request.Headers.Remove("Accept");
        request.Headers.TryAddWithoutValidation("Accept", "text/event-stream");
        request.Headers.TryAddWithoutValidation("Cache-Control", "no-store");
        if (lastId is not null)
        {
            request.Headers.TryAddWithoutValidation("Last-Event-ID", lastId);
        }

        // For all tries together: the prediction can be asked instead.
        using Deadline bound = new(_api.Options.TimeProvider, _idle, cancellation);
        try
        {
            return await _api.SendRawAsync(request, bound.Token).ConfigureAwait(false);
        }
        catch (Exception fault) when (!cancellation.IsCancellationRequested && (bound.IsUp || fault is ReplicateException { IsTransient: true }))
        {
            return null;
        }
    }

    /// <summary>Pages of proxies and answers without content are none, whatever their status.</summary>
    private static bool IsEventStream(HttpResponseMessage response) =>
        response.IsSuccessStatusCode && response.StatusCode is not (HttpStatusCode.NoContent or HttpStatusCode.ResetContent)
        && response.Content.Headers.ContentType?.MediaType?.ToLowerInvariant() is not ("text/html" or "application/json" or "application/problem+json");

    private bool IsSafe(Uri address) =>
        (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && (address.IsLoopback || _api.Address.IsOwn(address))))
        && address.UserInfo.Length == 0;
}
