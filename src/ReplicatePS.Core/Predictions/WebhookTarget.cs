using System;
using System.Collections.Generic;

namespace ReplicatePS.Core;

/// <summary>Where Replicate reports to.</summary>
internal static class WebhookTarget
{
    /// <summary>Refuses a webhook that Replicate would not call.</summary>
    /// <param name="webhook">The URL; null for none.</param>
    /// <param name="events">What it is to be told of.</param>
    /// <param name="mayBeLocal">Whether the API is on this machine itself, and so can call a receiver there without https.</param>
    /// <exception cref="ReplicateException">The URL is not https, or there are events without a URL.</exception>
    public static void Check(Uri? webhook, IReadOnlyCollection<WebhookEvent> events, bool mayBeLocal)
    {
        if (webhook is null && events.Count > 0)
        {
            throw ReplicateException.Invalid("Webhook events were chosen, but no webhook was given to send them to.");
        }

        bool isCalled = webhook is null
            || (webhook.IsAbsoluteUri && (webhook.Scheme == Uri.UriSchemeHttps || (mayBeLocal && webhook.Scheme == Uri.UriSchemeHttp && webhook.IsLoopback)));
        if (!isCalled)
        {
            throw ReplicateException.Invalid($"The webhook '{webhook!.OriginalString}' is not an https URL. Replicate calls no other.");
        }
    }
}
