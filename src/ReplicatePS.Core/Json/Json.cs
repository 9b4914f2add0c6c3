using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace ReplicatePS.Core;

/// <summary>
/// Reads members of the API's objects tolerantly: a member that is missing, null or of another type than expected is null,
/// never an exception, as the API's two backends leave out or null the same members.
/// </summary>
internal static class Json
{
    private static readonly JsonDocumentOptions Tolerant = new()
    {
        AllowTrailingCommas = true,
        CommentHandling = JsonCommentHandling.Skip,
        MaxDepth = 256,
    };

    /// <summary>Text beyond ASCII is sent as it is, not as escapes six times as long.</summary>
    public static JsonSerializerOptions Writing { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static JsonElement EmptyObject { get; } = Parse("{}");

    public static JsonElement Parse(ReadOnlyMemory<byte> utf8)
    {
        using JsonDocument document = JsonDocument.Parse(utf8, Tolerant);
        return document.RootElement.Clone();
    }

    public static JsonElement Parse(string text)
    {
        using JsonDocument document = JsonDocument.Parse(text, Tolerant);
        return document.RootElement.Clone();
    }

    public static bool TryParse(string text, out JsonElement element)
    {
        try
        {
            element = Parse(text);
            return true;
        }
        catch (Exception fault) when (fault is JsonException or ArgumentException)
        {
            element = default;
            return false;
        }
    }

    public static JsonElement? Member(this JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object
        && json.TryGetProperty(name, out JsonElement member)
        && member.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined)
            ? member
            : null;

    /// <summary>Text as it stands; anything else as its JSON text.</summary>
    public static string? Text(this JsonElement json, string name) => json.Member(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.String } text => SafeString(text),
        { } other => other.GetRawText(),
    };

    public static double? Number(this JsonElement json, string name) => json.Member(name) switch
    {
        { ValueKind: JsonValueKind.Number } number when number.TryGetDouble(out double value) => value,
        { ValueKind: JsonValueKind.String } text
            when double.TryParse(SafeString(text), NumberStyles.Float, CultureInfo.InvariantCulture, out double value) => value,
        _ => null,
    };

    public static long? Integer(this JsonElement json, string name) => json.Number(name) switch
    {
        { } value when value >= long.MinValue && value < long.MaxValue => (long)value,
        _ => null,
    };

    public static bool? Flag(this JsonElement json, string name) => json.Member(name)?.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };

    /// <summary>An instant with 0 to 9 fractional digits; digits beyond the clock's precision are dropped.</summary>
    public static DateTimeOffset? Time(this JsonElement json, string name) => json.Member(name) switch
    {
        { ValueKind: JsonValueKind.String } text when text.TryGetDateTimeOffset(out DateTimeOffset time) => time,
        { ValueKind: JsonValueKind.String } text when DateTimeOffset.TryParse(
            SafeString(text), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time) => time,
        _ => null,
    };

    public static Uri? Link(this JsonElement json, string name) =>
        Uri.TryCreate(json.Text(name), UriKind.Absolute, out Uri? uri) ? uri : null;

    public static IReadOnlyList<JsonElement> Items(this JsonElement json, string name)
    {
        if (json.Member(name) is not { ValueKind: JsonValueKind.Array } array)
        {
            return Array.Empty<JsonElement>();
        }

        List<JsonElement> items = new(array.GetArrayLength());
        foreach (JsonElement item in array.EnumerateArray())
        {
            items.Add(item);
        }

        return items;
    }

    /// <summary>A string with half a surrogate pair cannot be read as text; its JSON spelling stands in for it.</summary>
    private static string SafeString(JsonElement text)
    {
        try
        {
            return text.GetString() ?? string.Empty;
        }
        catch (InvalidOperationException)
        {
            return text.GetRawText().Trim('"');
        }
    }
}
