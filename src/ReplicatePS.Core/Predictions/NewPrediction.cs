using System;
using System.Collections.Generic;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ReplicatePS.Core;

/// <summary>A prediction that is to be created.</summary>
public sealed class NewPrediction
{
    /// <summary>The model's inputs: a JSON object.</summary>
    public required JsonElement Input { get; init; }

    /// <summary>Where Replicate reports progress: an https URL.</summary>
    public Uri? Webhook { get; init; }

    /// <summary>What is reported; empty leaves it to Replicate.</summary>
    public IReadOnlyList<WebhookEvent> WebhookEvents { get; init; } = Array.Empty<WebhookEvent>();

    /// <summary>How long the create waits for the end, 1 to 60 seconds; null returns at once.</summary>
    public TimeSpan? PreferWait { get; init; }

    /// <summary>After which time from its creation Replicate stops it, 5 seconds to 24 hours; null for never.</summary>
    public TimeSpan? CancelAfter { get; init; }

    /// <summary>How long the answer of the create may take once it is sent, tries on connections that fail included; null for as long as any answer.</summary>
    public TimeSpan? AnswerWithin { get; init; }

    /// <summary>Is told when the create is sent: the first time, and again after a refusal.</summary>
    public Action? Sending { get; init; }

    internal CreateTerms Terms => new()
    {
        Lane = RequestLane.Create,
        PreferWait = PreferWait,
        CancelAfter = CancelAfter,
        AnswerWithin = AnswerWithin,
        Sending = Sending,
    };

    internal JsonObject ToBody(string? version = null)
    {
        JsonObject body = new();
        if (version is not null)
        {
            body["version"] = version;
        }

        body["input"] = RequestBody.Input(Input);
        RequestBody.AddWebhook(body, Webhook, WebhookEvents);
        return body;
    }
}
