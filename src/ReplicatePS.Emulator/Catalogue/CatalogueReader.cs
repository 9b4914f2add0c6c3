using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Text.Json.Nodes;
using ReplicatePS.Emulator.Collections;
using ReplicatePS.Emulator.Http;
using ReplicatePS.Emulator.Models;
using ReplicatePS.Emulator.Runners;
using ReplicatePS.Emulator.Runs;

namespace ReplicatePS.Emulator.Catalogue;

/// <summary>
/// Fills the emulator with models. Each is a JSON file in this folder: the facts of a public model, what its author shows of it, and
/// the name of the runner that stands in for it.
/// </summary>
internal sealed class CatalogueReader
{
    // Embedded files never change, so they are read once for all emulators of a process.
    private static readonly Lazy<IReadOnlyList<JsonObject>> Entries = new(() => ReadAll("Catalogue/"));
    private static readonly Lazy<IReadOnlyList<Collection>> CollectionEntries = new(() => ReadAll("Collections/").Select(CollectionOf).ToArray());

    private static readonly TimeSpan BetweenExamples = TimeSpan.FromHours(1);

    private readonly ModelStore _models;
    private readonly RunStore _runs;
    private readonly InputFiles _files;

    public CatalogueReader(ModelStore models, RunStore runs, InputFiles files)
    {
        _models = models;
        _runs = runs;
        _files = files;
    }

    /// <summary>The collections, by the alphabet.</summary>
    public static IReadOnlyList<Collection> Collections => CollectionEntries.Value;

    public void Fill()
    {
        foreach (JsonObject entry in Entries.Value)
        {
            Add(entry);
        }
    }

    private void Add(JsonObject entry)
    {
        var createdAt = DateTimeOffset.Parse(Text(entry, "created_at")!, Json.Invariant);
        var model = new Model
        {
            Owner = Text(entry, "owner")!,
            Name = Text(entry, "name")!,
            Description = Text(entry, "description"),
            GeneratedDescription = Text(entry, "generated_description"),
            Readme = Lines(entry, "readme"),
            Tags = Texts(entry, "tags"),
            GithubUrl = Text(entry, "github_url"),
            PaperUrl = Text(entry, "paper_url"),
            LicenseUrl = Text(entry, "license_url"),
            WeightsUrl = Text(entry, "weights_url"),
            IsOfficial = entry["is_official"]?.GetValue<bool>() == true,
            RunCount = entry["run_count"]?.GetValue<long>() ?? 0,
            CreatedAt = createdAt,
        };
        _models.TryAdd(model);
        var version = new ModelVersion(Text(entry, "version")!, createdAt)
        {
            Model = model,
            CogVersion = Text(entry, "cog_version"),
            OpenApiSchema = OpenApiSchema.Of(entry),
            Runner = RunnerOf(entry),
        };
        _models.Add(version);
        if (entry["overridden"] is JsonObject overridden)
        {
            _models.Add(new ModelVersion(Text(overridden, "version")!, DateTimeOffset.Parse(Text(overridden, "created_at")!, Json.Invariant))
            {
                Model = model,
                CogVersion = Text(overridden, "cog_version"),
                OpenApiSchema = version.OpenApiSchema,
                Runner = version.Runner,
                OverriddenBy = version,
            });
        }

        AddExamples(version, entry["examples"] as JsonArray ?? new JsonArray(), createdAt);
    }

    private void AddExamples(ModelVersion version, JsonArray inputs, DateTimeOffset createdAt)
    {
        foreach (JsonObject input in inputs.OfType<JsonObject>())
        {
            Model model = version.Model;
            createdAt += BetweenExamples;
            string id = Identifiers.Run($"example {model.Examples.Count} of {model.FullName}");
            var order = new RunOrder(id, version, new InputValues(input, version.InputSchema), _files, createdAt);
            var run = new Run(id, createdAt, version.Runner.Plan(order))
            {
                Model = model.FullName,
                Version = model.IsOfficial ? Run.HiddenVersion : version.Id,
                RunsVersion = version.Id,
                Input = input,
                Source = Run.FromWeb,
            };
            model.AddExample(run);
            _runs.AddExample(run);
        }
    }

    private static Collection CollectionOf(JsonObject entry) => new(
        Text(entry, "slug")!,
        Text(entry, "name")!,
        Text(entry, "description")!,
        Lines(entry, "full_description"),
        Texts(entry, "models"));

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

    private static IReadOnlyList<string> Texts(JsonObject entry, string name) =>
        (entry[name] as JsonArray)?.Select(text => text!.GetValue<string>()).ToArray() ?? Array.Empty<string>();

    /// <summary>A longer text, which stands in the file as its lines.</summary>
    private static string? Lines(JsonObject entry, string name) =>
        Texts(entry, name) is { Count: > 0 } lines ? string.Join("\n", lines) + "\n" : null;

    private static IReadOnlyList<JsonObject> ReadAll(string folder)
    {
        Assembly assembly = typeof(CatalogueReader).Assembly;
        return assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(folder, StringComparison.Ordinal))
            .OrderBy(name => name, StringComparer.Ordinal)
            .Select(name =>
            {
                using Stream stream = assembly.GetManifestResourceStream(name)!;
                return (JsonObject)JsonNode.Parse(stream)!;
            })
            .ToArray();
    }
}
