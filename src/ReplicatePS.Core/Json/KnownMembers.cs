using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;

namespace ReplicatePS.Core;

/// <summary>Which members of an answer the members of an object read, so that the others can be told.</summary>
internal sealed class KnownMembers
{
    private readonly Dictionary<string, KnownMembers> _inside = new();

    /// <param name="paths">The members by name; those of an object inside as <c>outer.inner</c>.</param>
    public KnownMembers(params string[] paths)
    {
        foreach (string path in paths)
        {
            KnownMembers at = this;
            foreach (string name in path.Split('.'))
            {
                at = at._inside.TryGetValue(name, out KnownMembers? there) ? there : at._inside[name] = new KnownMembers();
            }
        }
    }

    private bool IsWhole => _inside.Count == 0;

    /// <summary>The members of this kind of object and more.</summary>
    public KnownMembers And(params string[] paths) => new(Paths().Concat(paths).ToArray());

    /// <summary>What is left without the known members, in the shape in which it came; null when that is nothing.</summary>
    public JsonElement? OthersOf(JsonElement json)
    {
        if (!HasOthers(json))
        {
            return null;
        }

        using MemoryStream made = new();
        using (Utf8JsonWriter writer = new(made))
        {
            WriteOthers(json, writer);
        }

        return Json.Parse(made.GetBuffer(), (int)made.Length);
    }

    // What is null says no more than what is missing.
    private bool HasOthers(JsonElement json) =>
        json.ValueKind == JsonValueKind.Object
            ? json.EnumerateObject().Any(member => Rest(member) is not null)
            : json.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined);

    /// <summary>What is to be left out of a member; nothing of it when it is not known, null when all of it is read.</summary>
    private KnownMembers? Rest(JsonProperty member) =>
        member.Value.ValueKind == JsonValueKind.Null || NameOf(member) is not { } name ? null
        : !_inside.TryGetValue(name, out KnownMembers? known) ? new KnownMembers()
        : !known.IsWhole && known.HasOthers(member.Value) ? known
        : null;

    private void WriteOthers(JsonElement json, Utf8JsonWriter writer)
    {
        if (IsWhole || json.ValueKind != JsonValueKind.Object)
        {
            // As it came: half a surrogate pair can be copied, though it cannot be read as text.
            writer.WriteRawValue(json.GetRawText(), skipInputValidation: true);
            return;
        }

        writer.WriteStartObject();
        foreach (JsonProperty member in json.EnumerateObject())
        {
            if (Rest(member) is { } known)
            {
                writer.WritePropertyName(member.Name);
                known.WriteOthers(member.Value, writer);
            }
        }

        writer.WriteEndObject();
    }

    /// <summary>A name with half a surrogate pair is none that anybody can ask for.</summary>
    private static string? NameOf(JsonProperty member)
    {
        try
        {
            return member.Name;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private IEnumerable<string> Paths() => _inside.SelectMany(
        one => one.Value.IsWhole ? new[] { one.Key } : one.Value.Paths().Select(path => $"{one.Key}.{path}"));
}
