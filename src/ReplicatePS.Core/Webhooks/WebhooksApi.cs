using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace ReplicatePS.Core;

/// <summary>What webhooks are signed with.</summary>
public sealed class WebhooksApi
{
    private readonly ApiConnection _api;

    internal WebhooksApi(ApiConnection api)
    {
        _api = api;
    }

    /// <summary>Refuses a webhook that would not be called.</summary>
    /// <param name="webhook">The URL; null for none.</param>
    /// <param name="events">What it is to be told of.</param>
    /// <exception cref="ReplicateException">
    /// There are events without a URL, or the URL is not https. An emulator also calls http on the machine that it runs on.
    /// </exception>
    public void Check(Uri? webhook, IReadOnlyCollection<WebhookEvent> events) => WebhookTarget.Check(webhook, events, _api.IsOnThisMachine);

    /// <summary>Reads the account's signing secret: <c>GET /webhooks/default/secret</c>.</summary>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns>The secret, <c>whsec_</c> and a key in base64.</returns>
    public async Task<string> GetSecretAsync(CancellationToken cancellation = default) =>
        (await _api.GetAsync("webhooks/default/secret", cancellation).ConfigureAwait(false)).Text("key") is { Length: > 0 } key
            ? key
            : throw new ReplicateException(ErrorKind.BadResponse, "The answer holds no signing secret.");
}
