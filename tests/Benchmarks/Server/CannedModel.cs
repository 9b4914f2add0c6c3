using System.Linq;
using System.Text.Json;

namespace ReplicatePS.Benchmarks.Server;

/// <summary>A model as the list of models shows it: with its whole schema and an example, some 80 kB.</summary>
internal static class CannedModel
{
    private static readonly string Sentence = string.Concat(Enumerable.Repeat("What this does to the picture, said at some length. ", 20));

    public static string Listed(int number) => JsonSerializer.Serialize(new
    {
        url = $"https://replicate.com/bench/model-{number}",
        owner = "bench",
        name = $"model-{number}",
        description = "A model of the size that models have",
        visibility = "public",
        is_official = false,
        github_url = (string?)null,
        paper_url = (string?)null,
        license_url = (string?)null,
        run_count = 1000 + number,
        created_at = "2025-01-01T12:00:00.105123Z",
        cover_image_url = "https://replicate.delivery/cover.webp",
        default_example = JsonSerializer.Deserialize<JsonElement>(CannedPrediction.Ended($"example{number:D3}")),
        latest_version = new
        {
            id = $"{number:x64}",
            created_at = "2025-01-01T12:00:00.105123Z",
            cog_version = "0.9.4",
            openapi_schema = new
            {
                openapi = "3.0.2",
                info = new { title = "Cog", version = "0.1.0" },
                components = new { schemas = new { Input = new { type = "object", properties = Properties() } } },
            },
        },
    });

    private static object Properties() => Enumerable.Range(0, 60).ToDictionary(
        n => $"input_{n}",
        n => new
        {
            type = "string",
            title = $"Input {n}",
            description = Sentence,
            @enum = Enumerable.Range(0, 12).Select(choice => $"choice {choice}"),
            @default = "choice 0",
            x_order = n,
        });
}
