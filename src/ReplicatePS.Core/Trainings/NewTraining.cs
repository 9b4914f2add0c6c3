using System;
using System.Collections.Generic;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ReplicatePS.Core;

/// <summary>A training that is to be created.</summary>
public sealed class NewTraining
{
    /// <summary>The trainer, pinned to a version.</summary>
    public required ModelReference Trainer { get; init; }

    /// <summary>The model of the account that the new version is pushed to; it must exist.</summary>
    public required ModelReference Destination { get; init; }

    /// <summary>The trainer's inputs: a JSON object.</summary>
    public required JsonElement Input { get; init; }

    /// <summary>Where Replicate reports progress: an https URL.</summary>
    public Uri? Webhook { get; init; }

    /// <summary>What is reported; empty leaves it to Replicate.</summary>
    public IReadOnlyList<WebhookEvent> WebhookEvents { get; init; } = Array.Empty<WebhookEvent>();

    // The version stands in the path only.
    internal JsonObject ToBody()
    {
        JsonObject body = new()
        {
            ["destination"] = Destination.FullName,
            ["input"] = RequestBody.Input(Input),
        };
        RequestBody.AddWebhook(body, Webhook, WebhookEvents);
        return body;
    }
}
