using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Text.Json.Nodes;
using ReplicatePS.Emulator.Http;
using ReplicatePS.Emulator.Models;
using ReplicatePS.Emulator.Runners;

namespace ReplicatePS.Emulator.Catalogue;

/// <summary>
/// Fills the emulator with models. Each is a JSON file in this folder: the facts of a public model, and the name of the runner that
/// stands in for it.
/// </summary>
internal static class CatalogueReader
{
    // Embedded files never change, so they are read once for all emulators of a process.
    private static readonly Lazy<IReadOnlyList<JsonObject>> Entries = new(ReadAll);

    public static void Fill(ModelStore models)
    {
        foreach (JsonObject entry in Entries.Value)
        {
            Add(models, entry);
        }
    }

    private static void Add(ModelStore models, JsonObject entry)
    {
        var createdAt = DateTimeOffset.Parse(Text(entry, "created_at")!, Json.Invariant);
        var model = new Model
        {
            Owner = Text(entry, "owner")!,
            Name = Text(entry, "name")!,
            Description = Text(entry, "description"),
            GithubUrl = Text(entry, "github_url"),
            LicenseUrl = Text(entry, "license_url"),
            IsOfficial = entry["is_official"]?.GetValue<bool>() == true,
            RunCount = entry["run_count"]?.GetValue<long>() ?? 0,
            CreatedAt = createdAt,
        };
        models.TryAdd(model);
        models.Add(new ModelVersion(Text(entry, "version")!, createdAt)
        {
            Model = model,
            CogVersion = Text(entry, "cog_version"),
            OpenApiSchema = OpenApiSchema.Of(entry),
            Runner = RunnerOf(entry),
        });
    }

    private static Runner RunnerOf(JsonObject entry)
    {
        TimeSpan boot = Seconds(entry, "boot_seconds");
        TimeSpan work = Seconds(entry, "work_seconds");
        return Text(entry, "runner") switch
        {
            "picture" => new PictureRunner(boot, work, trained: null),
            "upscaler" => new UpscalingRunner(boot, work),
            "text" => new TextRunner(boot, work),
            "speech" => new SpeechRunner(boot, work),
            "echo" => new EchoRunner(boot),
            "failure" => new FailureRunner(boot, work),
            "slow" => new SlowRunner(),
            "bytes" => new BytesRunner(boot),
            { } unknown => throw new InvalidDataException($"The catalogue names a runner that does not exist: {unknown}."),
            null => throw new InvalidDataException("An entry of the catalogue names no runner."),
        };
    }

    private static TimeSpan Seconds(JsonObject entry, string name) => TimeSpan.FromSeconds(entry[name]?.GetValue<double>() ?? 0);

    private static string? Text(JsonObject entry, string name) => entry[name]?.GetValue<string>();

    private static IReadOnlyList<JsonObject> ReadAll()
    {
        Assembly assembly = typeof(CatalogueReader).Assembly;
        return assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith("Catalogue/", StringComparison.Ordinal))
            .OrderBy(name => name, StringComparer.Ordinal)
            .Select(name =>
            {
                using Stream stream = assembly.GetManifestResourceStream(name)!;
                return (JsonObject)JsonNode.Parse(stream)!;
            })
            .ToArray();
    }
}
