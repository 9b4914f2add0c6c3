using System;
using System.Collections.Generic;

namespace ReplicatePS.Core;

/// <summary>Where Replicate reports to.</summary>
public static class WebhookTarget
{
    /// <summary>Refuses a webhook that Replicate would not call.</summary>
    /// <param name="webhook">The URL; null for none.</param>
    /// <param name="events">What it is to be told of.</param>
    /// <exception cref="ReplicateException">The URL is not https, or there are events without a URL.</exception>
    public static void Check(Uri? webhook, IReadOnlyCollection<WebhookEvent> events)
    {
        if (webhook is null && events.Count > 0)
        {
            throw ReplicateException.Invalid("Webhook events were chosen, but no webhook was given to send them to.");
        }

        if (webhook is not null && !(webhook.IsAbsoluteUri && webhook.Scheme == Uri.UriSchemeHttps))
        {
            throw ReplicateException.Invalid($"The webhook '{webhook.OriginalString}' is not an https URL. Replicate calls no other.");
        }
    }
}
