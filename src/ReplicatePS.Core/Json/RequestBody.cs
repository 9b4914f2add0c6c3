using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ReplicatePS.Core;

/// <summary>The members that several request bodies share.</summary>
internal static class RequestBody
{
    public static JsonNode Input(JsonElement input) => input.ValueKind == JsonValueKind.Object
        ? JsonObject.Create(input)!
        : throw ReplicateException.Invalid($"The input must be a JSON object, not {Describe(input.ValueKind)}.");

    /// <summary>Adds the webhook and its filter, each only when it was given.</summary>
    public static void AddWebhook(JsonObject body, Uri? webhook, IReadOnlyList<WebhookEvent> events)
    {
        if (webhook is null)
        {
            return;
        }

        body["webhook"] = webhook.OriginalString;
        if (events.Count > 0)
        {
            body["webhook_events_filter"] = new JsonArray(
                events.Distinct().Select(chosen => (JsonNode)chosen.ToString().ToLowerInvariant()).ToArray());
        }
    }

    private static string Describe(JsonValueKind kind) => kind switch
    {
        JsonValueKind.Array => "a list",
        JsonValueKind.String => "text",
        JsonValueKind.Number => "a number",
        JsonValueKind.True or JsonValueKind.False => "true or false",
        _ => "nothing",
    };
}
