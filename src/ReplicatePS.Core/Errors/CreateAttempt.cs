using System;
using System.Linq;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace ReplicatePS.Core;

/// <summary>What is needed to look for something that may have been created although no answer came.</summary>
public sealed class CreateAttempt
{
    private static readonly Regex OfModel = new("/models/(?<owner>[^/]+)/(?<name>[^/]+)(/versions/(?<version>[^/]+))?/(predictions|trainings)$");
    private static readonly Regex OfDeployment = new("/deployments/(?<owner>[^/]+)/(?<name>[^/]+)(/predictions)?$");

    internal CreateAttempt(DateTimeOffset sentAt, string path, string? bodyHash, string? id, ReadOnlyMemory<byte>? body = null)
    {
        SentAt = sentAt;
        Path = path;
        BodyHash = bodyHash;
        Id = id;
        JsonElement sent = body is { } bytes && Json.TryParse(System.Text.Encoding.UTF8.GetString(bytes.ToArray()), out JsonElement parsed) ? parsed : default;
        Match model = OfModel.Match(path);
        Match deployment = OfDeployment.Match(path);
        string? version = sent.Text("version");

        // A version may be named with its model, and a model may stand for its newest version.
        string?[] parts = version?.Contains("/") == true ? version.Split(':') : new[] { null, version };
        Model = NameIn(model) ?? sent.Text("model") ?? parts[0] ?? OwnedName(sent);
        Deployment = NameIn(deployment);
        Version = model.Groups["version"] is { Success: true } pinned ? Uri.UnescapeDataString(pinned.Value) : parts.ElementAtOrDefault(1);
        Destination = sent.Text("destination");
        Name = sent.Text("name");
        Input = sent.Member("input") is { ValueKind: JsonValueKind.Object } input ? input : null;
        InputHash = Input is { } given ? CanonicalJson.Hash(given) : null;
    }

    /// <summary>When the request was sent, by this machine's clock.</summary>
    public DateTimeOffset SentAt { get; }

    /// <summary>The path that it was sent to, such as <c>/v1/models/owner/name/predictions</c>.</summary>
    public string Path { get; }

    /// <summary>The model, <c>owner/name</c>: what was to run, to be trained, deployed or created; null when it is not known.</summary>
    public string? Model { get; internal set; }

    /// <summary>The version's id; null when none was named.</summary>
    public string? Version { get; }

    /// <summary>The deployment that was to run or to be changed, <c>owner/name</c>.</summary>
    public string? Deployment { get; }

    /// <summary>The model that a training pushes to, <c>owner/name</c>.</summary>
    public string? Destination { get; }

    /// <summary>The name that what was created was to have.</summary>
    public string? Name { get; }

    /// <summary>The inputs as they were sent; null where there are none.</summary>
    public JsonElement? Input { get; }

    /// <summary>SHA-256 of what the inputs mean, whatever the order of their names; null where there are none.</summary>
    public string? InputHash { get; }

    /// <summary>SHA-256 of the request body in lower-case hex; null for uploads.</summary>
    public string? BodyHash { get; }

    /// <summary>The id, when it could be read out of an answer that was cut short.</summary>
    public string? Id { get; }

    private static string? NameIn(Match match) => match.Success
        ? $"{Uri.UnescapeDataString(match.Groups["owner"].Value)}/{Uri.UnescapeDataString(match.Groups["name"].Value)}"
        : null;

    private static string? OwnedName(JsonElement sent) => sent.Text("owner") is { } owner && sent.Text("name") is { } name ? $"{owner}/{name}" : null;
}
