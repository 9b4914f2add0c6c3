using System;
using System.Collections.Generic;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ReplicatePS.Core;

/// <summary>The lines of a journal: JSON objects, each of which says what has become of a row.</summary>
internal static class JournalLine
{
    public const string Ended = "ended";
    public const string Saved = "saved";

    private const string Kind = "ReplicatePS";
    private const int Version = 1;

    // The inputs may hold what is secret, and the log may be long. The rows of the job have the one, Replicate has the other.
    private static readonly string[] LeftOut = { "input", "logs", "urls", "webhook", "webhook_completed" };

    /// <summary>How every journal begins.</summary>
    public const string Mark = $"{{\"journal\":\"{Kind}\",";

    /// <summary>No header has as many bytes.</summary>
    public const int LongestHeader = 512;

    public static JsonObject Header(DateTimeOffset at, Shard? part)
    {
        JsonObject header = new() { ["journal"] = Kind, ["version"] = Version, ["at"] = Text(at) };
        if (part is not null)
        {
            header["part"] = part.ToString();
        }

        return header;
    }

    /// <summary>Whether a line is the first of a journal. Journals that were put together have several.</summary>
    public static bool IsHeader(JsonElement line) => line.Text("journal") == Kind;

    /// <summary>The part of a job whose rows a journal has; null for all of it.</summary>
    public static Shard? PartOf(JsonElement header) => header.Text("part") is { } part ? Shard.Parse(part) : null;

    public static JsonObject Intended(string key, DateTimeOffset at, long number, string target, string inputHash) =>
        Of(JournalState.Intended, key, at, ("number", number), ("target", target), ("inputHash", inputHash));

    public static JsonObject Created(string key, DateTimeOffset at, string id) => Of(JournalState.Created, key, at, ("id", id));

    public static JsonObject Refused(string key, DateTimeOffset at, string error) => Of(JournalState.Refused, key, at, ("error", error));

    public static JsonObject EndedAs(string key, DateTimeOffset at, Run run)
    {
        JsonObject kept = JsonObject.Create(run.Json)!;
        foreach (string member in LeftOut)
        {
            kept.Remove(member);
        }

        return Of(Ended, key, at, ("run", kept));
    }

    public static JsonObject SavedAs(string key, DateTimeOffset at, string path, string? url) => Of(Saved, key, at, ("path", path), ("url", url));

    /// <summary>Whether a first line is that of a journal, so that no other file is ever written to.</summary>
    /// <exception cref="ReplicateException">It is none, or one that only a later version can read.</exception>
    public static void CheckHeader(JsonElement? line, string path)
    {
        if (line?.Text("journal") != Kind)
        {
            throw ReplicateException.Invalid($"'{path}' is not a journal. Name a file that does not exist yet, or the journal of an earlier run.");
        }

        if (line.Value.Integer("version") is not Version)
        {
            throw ReplicateException.Invalid($"The journal '{path}' was written by a later version of ReplicatePS. Update the module to go on with it.");
        }
    }

    private static JsonObject Of(string what, string key, DateTimeOffset at, params (string Name, JsonNode? Value)[] members)
    {
        JsonObject line = new() { ["is"] = what, ["row"] = key, ["at"] = Text(at) };
        foreach ((string name, JsonNode? value) in members)
        {
            line[name] = value;
        }

        return line;
    }

    private static string Text(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", System.Globalization.CultureInfo.InvariantCulture);
}
