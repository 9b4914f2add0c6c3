using System.Collections.Generic;
using System.Text.Json;

namespace ReplicatePS.Benchmarks.Server;

/// <summary>An image model with its schema.</summary>
internal static class CannedImageModel
{
    public static string Of(string owner, string name) => JsonSerializer.Serialize(new
    {
        owner,
        name,
        visibility = "public",
        is_official = true,
        run_count = 0,
        latest_version = new
        {
            id = "c846a69991daf4c0e5d016514849d14ee5b2e6846ce6b9d6f21369e564cfe51e",
            created_at = "2025-01-01T12:00:00.105Z",
            cog_version = "0.14.1",
            openapi_schema = new { components = new { schemas = Schemas() } },
        },
    });

    private static Dictionary<string, object> Schemas() => new()
    {
        ["Input"] = new
        {
            type = "object",
            required = new[] { "prompt" },
            properties = new Dictionary<string, object>
            {
                ["prompt"] = new { type = "string" },
                ["seed"] = new { type = "integer" },
                ["go_fast"] = new { type = "boolean" },
                ["num_outputs"] = new { type = "integer", minimum = 1, maximum = 4 },
            },
        },
        ["Output"] = new { type = "array", items = new { type = "string", format = "uri" } },
    };
}
