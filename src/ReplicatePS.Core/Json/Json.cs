using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;

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

    // What stands beyond the seventh digit of a second's fraction.
    private static readonly Regex Fraction = new("(?<=\\.[0-9]{7})[0-9]+");

    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    /// <summary>Text beyond ASCII is sent as it is, not as escapes six times as long.</summary>
    public static JsonSerializerOptions Writing { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static JsonElement EmptyObject { get; } = Parse("{}");

    /// <summary>Reads a body. A byte order mark is skipped; bytes that are no UTF-8 become the sign for that.</summary>
    public static JsonElement Parse(byte[] buffer, int length)
    {
        int start = length >= 3 && buffer[0] == 0xEF && buffer[1] == 0xBB && buffer[2] == 0xBF ? 3 : 0;
        ReadOnlyMemory<byte> utf8 = new(buffer, start, length - start);
        try
        {
            Strict.GetCharCount(buffer, start, length - start);
        }
        catch (DecoderFallbackException)
        {
            utf8 = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(buffer, start, length - start));
        }

        using JsonDocument document = JsonDocument.Parse(utf8, Tolerant);
        return document.RootElement.Clone();
    }

    /// <summary>A text member of an object that was cut short, not of those inside it; null when it had not come yet.</summary>
    public static string? TextInFragment(ReadOnlySpan<byte> utf8, string name)
    {
        Utf8JsonReader reader = new(utf8, isFinalBlock: false, default);
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType == JsonTokenType.PropertyName && reader.CurrentDepth == 1 && reader.ValueTextEquals(name))
                {
                    return reader.Read() && reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
                }
            }
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            // Not JSON, so there is nothing to be found.
        }

        return null;
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
        { ValueKind: JsonValueKind.String } text => SafeText.Of(text),
        { } other => other.GetRawText(),
    };

    public static double? Number(this JsonElement json, string name) => json.Member(name) switch
    {
        { ValueKind: JsonValueKind.Number } number when number.TryGetDouble(out double value) => value,
        { ValueKind: JsonValueKind.String } text
            when double.TryParse(SafeText.Of(text), NumberStyles.Float, CultureInfo.InvariantCulture, out double value) => value,
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

    /// <summary>
    /// An instant with 0 to 9 fractional digits; digits beyond the clock's precision are dropped. One that names no zone is UTC,
    /// as all of the API's are.
    /// </summary>
    public static DateTimeOffset? Time(this JsonElement json, string name)
    {
        if (json.Member(name) is not { ValueKind: JsonValueKind.String } text)
        {
            return null;
        }

        Match digits = Fraction.Match(SafeText.Of(text));
        string shortened = digits.Success ? SafeText.Of(text).Remove(digits.Index, digits.Length) : SafeText.Of(text);
        return DateTimeOffset.TryParse(
            shortened, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTimeOffset time)
            ? time
            : null;
    }

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

    /// <summary>The texts of a list; what is no text is left out.</summary>
    public static IEnumerable<string> Texts(this JsonElement json, string name) =>
        json.Items(name).Where(item => item.ValueKind == JsonValueKind.String).Select(SafeText.Of);
}
