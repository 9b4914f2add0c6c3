using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using ReplicatePS.Emulator.Http;
using ReplicatePS.Emulator.Validation;
using ReplicatePS.Emulator.Webhooks;

namespace ReplicatePS.Emulator.Predictions;

/// <summary>The body of a create, checked. Predictions and trainings share all of it but the member that names the target.</summary>
internal sealed class CreateBody
{
    private const string Shared =
        """
        "input": { "type": "object" },
        "webhook": { "type": "string" },
        "webhook_events_filter": { "type": "array", "items": { "type": "string", "enum": ["start", "output", "logs", "completed"] } },
        "webhook_completed": { "type": ["string", "null"] },
        "stream": { "type": "boolean" }
        """;

    private static readonly JsonObject ByVersion = Schema("""["version", "input"]""", """ "version": { "type": "string" }, """);
    private static readonly JsonObject ByPath = Schema("""["input"]""", "");

    // Some clients repeat the version that stands in the path.
    private static readonly JsonObject OfTraining =
        Schema("""["destination", "input"]""", """ "destination": { "type": "string" }, "version": { "type": "string" }, """);

    private CreateBody(JsonObject body)
    {
        Input = (JsonObject)body["input"]!;
        Version = body["version"]?.GetValue<string>();
        Destination = body["destination"]?.GetValue<string>();
        Webhook = body["webhook"]?.GetValue<string>();
        WebhookEvents = (body["webhook_events_filter"] as JsonArray)?.Select(e => e!.GetValue<string>()).ToArray();
    }

    public JsonObject Input { get; }

    public string? Version { get; }

    public string? Destination { get; }

    public string? Webhook { get; }

    public IReadOnlyList<string>? WebhookEvents { get; }

    /// <summary>Of POST /predictions.</summary>
    public static CreateBody WithVersion(JsonObject body, EmulatorOptions options) => Checked(body, ByVersion, options);

    /// <summary>Of the routes that name a model or a deployment.</summary>
    public static CreateBody WithoutTarget(JsonObject body, EmulatorOptions options) => Checked(body, ByPath, options);

    public static CreateBody ForTraining(JsonObject body, EmulatorOptions options) => Checked(body, OfTraining, options);

    private static CreateBody Checked(JsonObject body, JsonObject schema, EmulatorOptions options)
    {
        List<FieldFault> faults = SchemaValidator.Validate(body, schema, new JsonObject(), "").ToList();
        if (faults.Count == 0 && body["webhook"] is { } webhook && !WebhookAddress.IsValid(webhook.GetValue<string>(), options.AllowLoopbackWebhooks))
        {
            faults.Add(new FieldFault("format", "webhook", "Not a valid HTTPS URL"));
        }

        return faults.Count == 0 ? new CreateBody(body) : throw Refusal.InvalidInput(faults);
    }

    private static JsonObject Schema(string required, string target) => (JsonObject)JsonNode.Parse(
        $$"""{ "type": "object", "additionalProperties": false, "required": {{required}}, "properties": { {{target}} {{Shared}} } }""")!;
}
