using System.Linq;
using System.Text.Json.Nodes;

namespace ReplicatePS.Emulator.Predictions;

/// <summary>Secret inputs are never shown again.</summary>
internal static class Secrets
{
    private const string Mask = "[REDACTED]";

    /// <summary>The input as answers show it.</summary>
    public static JsonObject Hidden(JsonObject input, JsonObject schema)
    {
        var properties = schema["properties"] as JsonObject;
        var shown = (JsonObject)input.DeepClone();
        foreach (string name in input.Select(member => member.Key).Where(name => IsSecret(properties?[name])))
        {
            shown[name] = Mask;
        }

        return shown;
    }

    private static bool IsSecret(JsonNode? property) =>
        property is JsonObject known && (known["x-cog-secret"] is not null || known["format"]?.ToString() == "password");
}
