using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text.Json;

namespace ReplicatePS.Core;

/// <summary>
/// JSON by what it means: members in any order, 1 like 1.0, a member that is null like one that is missing. Two inputs that mean
/// the same have the same hash.
/// </summary>
public static class CanonicalJson
{
    /// <summary>SHA-256 of what a JSON value means.</summary>
    /// <param name="json">The value.</param>
    /// <returns>64 hex digits in lower case.</returns>
    public static string Hash(JsonElement json)
    {
        using MemoryStream text = new();
        using (Utf8JsonWriter writer = new(text, new JsonWriterOptions { SkipValidation = true }))
        {
            Write(json, writer);
        }

        using SHA256 sha = SHA256.Create();
        return BitConverter.ToString(sha.ComputeHash(text.GetBuffer(), 0, (int)text.Length)).Replace("-", string.Empty).ToLowerInvariant();
    }

    private static void Write(JsonElement json, Utf8JsonWriter writer)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (JsonProperty member in json.EnumerateObject()
                    .Where(one => one.Value.ValueKind != JsonValueKind.Null)
                    .OrderBy(one => one.Name, StringComparer.Ordinal))
                {
                    writer.WritePropertyName(member.Name);
                    Write(member.Value, writer);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (JsonElement item in json.EnumerateArray())
                {
                    Write(item, writer);
                }

                writer.WriteEndArray();
                break;
            case JsonValueKind.Number:
                writer.WriteRawValue(Number(json), skipInputValidation: true);
                break;
            case JsonValueKind.String:
                writer.WriteStringValue(SafeText.Of(json));
                break;
            default:
                writer.WriteRawValue(json.ValueKind == JsonValueKind.Undefined ? "null" : json.GetRawText(), skipInputValidation: true);
                break;
        }
    }

    // Divided by one with all zeros, a decimal loses those at its end.
    private static string Number(JsonElement json) =>
        json.TryGetDecimal(out decimal exact) && (exact != 0 || json.GetDouble() == 0) ? (exact / 1.0000000000000000000000000000m).ToString(CultureInfo.InvariantCulture)
        : json.TryGetDouble(out double value) ? value.ToString("R", CultureInfo.InvariantCulture)
        : json.GetRawText();
}
