using System;
using System.Linq;
using System.Text.Json.Nodes;

namespace ReplicatePS.Emulator.Catalogue;

/// <summary>Makes the OpenAPI document of a version from what the catalogue says of it.</summary>
internal static class OpenApiSchema
{
    public static JsonObject Of(JsonObject entry)
    {
        var schemas = new JsonObject
        {
            ["Input"] = Sorted((JsonObject)entry["input"]!),
            ["Output"] = entry["output"]!.DeepClone(),
            ["Status"] = Enumeration("Status", "starting", "processing", "succeeded", "canceled", "failed", "aborted"),
        };
        foreach (string name in (entry["enums"] as JsonObject ?? new JsonObject()).Select(member => member.Key))
        {
            schemas[name] = entry["enums"]![name]!.DeepClone();
        }

        if (entry["training_input"] is JsonObject training)
        {
            schemas["TrainingInput"] = Sorted(training);
            schemas["TrainingOutput"] = JsonNode.Parse(
                """{"type":"object","title":"TrainingOutput","required":["weights"],"properties":{"weights":{"type":"string","title":"Weights","format":"uri"}}}""");
        }

        return new JsonObject
        {
            ["openapi"] = "3.0.2",
            ["info"] = new JsonObject { ["title"] = "Cog", ["version"] = "0.1.0" },
            ["paths"] = new JsonObject(),
            ["components"] = new JsonObject { ["schemas"] = schemas },
        };
    }

    /// <summary>The same without what makes a version trainable.</summary>
    public static JsonObject WithoutTraining(JsonObject document)
    {
        var copy = (JsonObject)document.DeepClone();
        var schemas = (JsonObject)copy["components"]!["schemas"]!;
        schemas.Remove("TrainingInput");
        schemas.Remove("TrainingOutput");
        return copy;
    }

    /// <summary>Properties come in the order of the database: by the length of their name, then by the alphabet.</summary>
    private static JsonObject Sorted(JsonObject schema)
    {
        var copy = (JsonObject)schema.DeepClone();
        var properties = (JsonObject)schema["properties"]!;
        var sorted = new JsonObject();
        foreach (string name in properties.Select(p => p.Key).OrderBy(n => n.Length).ThenBy(n => n, StringComparer.Ordinal))
        {
            sorted[name] = properties[name]!.DeepClone();
        }

        copy["properties"] = sorted;
        return copy;
    }

    private static JsonObject Enumeration(string title, params string[] members) => new()
    {
        ["type"] = "string",
        ["title"] = title,
        ["enum"] = new JsonArray(members.Select(member => (JsonNode)member!).ToArray()),
        ["description"] = "An enumeration.",
    };
}
