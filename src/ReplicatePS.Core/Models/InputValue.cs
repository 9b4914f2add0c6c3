using System;
using System.Globalization;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ReplicatePS.Core;

/// <summary>Turns a value into one of a type of a schema. The columns of a CSV file are text, whatever they stand for.</summary>
internal static class InputValue
{
    /// <summary>The value as one of a type; the same one where it is; null where it cannot be.</summary>
    public static JsonNode? As(string type, JsonNode value) => type switch
    {
        "integer" => Whole(value),
        "number" => Decimal(value),
        "boolean" => Flag(value),
        "string" or "secret" or "file" => Text(value),
        "object" => value is JsonObject ? value : Parsed(value, '{'),
        _ when type.EndsWith("[]", StringComparison.Ordinal) => List(type.Substring(0, type.Length - 2), value),
        _ => value,
    };

    /// <summary>The type as a person would say it.</summary>
    public static string Described(string type) => type switch
    {
        "integer" => "a whole number",
        "number" => "a number",
        "boolean" => "true or false",
        "file" => "a file",
        "object" => "an object",
        "secret" or "string" => "text",
        _ => type.EndsWith("[]", StringComparison.Ordinal) ? "a list" : $"of type {type}",
    };

    /// <summary>The value as it is shown in an error.</summary>
    public static string Shown(JsonNode value)
    {
        string text = value.GetValueKind() switch
        {
            JsonValueKind.Array => "a list",
            JsonValueKind.Object => "an object",
            JsonValueKind.String => $"'{value.GetValue<string>()}'",
            _ => value.ToJsonString(),
        };
        return text.Length > 60 ? text.Substring(0, 57) + "...'" : text;
    }

    public static double Number(JsonNode value) => double.Parse(value.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture);

    private static JsonNode? Whole(JsonNode value) => value.GetValueKind() switch
    {
        JsonValueKind.Number => IsWhole(Number(value)) ? (value.ToJsonString().All(c => char.IsDigit(c) || c == '-') ? value : JsonValue.Create((long)Number(value))) : null,
        JsonValueKind.String when long.TryParse(value.GetValue<string>(), NumberStyles.Integer, CultureInfo.InvariantCulture, out long number) => JsonValue.Create(number),
        JsonValueKind.String when Parse(value) is { } number && IsWhole((double)number) => JsonValue.Create((long)number),
        _ => null,
    };

    private static JsonNode? Decimal(JsonNode value) => value.GetValueKind() switch
    {
        JsonValueKind.Number => value,
        JsonValueKind.String when Parse(value) is { } number => JsonValue.Create(number),
        JsonValueKind.String when double.TryParse(value.GetValue<string>(), NumberStyles.Float, CultureInfo.InvariantCulture, out double large)
            && !double.IsNaN(large) && !double.IsInfinity(large) => JsonValue.Create(large),
        _ => null,
    };

    private static JsonNode? Flag(JsonNode value) => value.GetValueKind() switch
    {
        JsonValueKind.True or JsonValueKind.False => value,
        JsonValueKind.Number => Number(value) switch { 0 => JsonValue.Create(false), 1 => JsonValue.Create(true), _ => null },
        JsonValueKind.String => value.GetValue<string>().Trim().ToLowerInvariant() switch
        {
            "true" or "1" or "yes" => JsonValue.Create(true),
            "false" or "0" or "no" => JsonValue.Create(false),
            _ => null,
        },
        _ => null,
    };

    private static JsonNode? Text(JsonNode value) => value.GetValueKind() switch
    {
        JsonValueKind.String => value,
        JsonValueKind.Number => JsonValue.Create(value.ToJsonString()),
        _ => null,
    };

    /// <summary>A list as it is or as JSON text; a single value is a list of one.</summary>
    private static JsonNode? List(string type, JsonNode value)
    {
        JsonNode? list = value is JsonArray ? value : Parsed(value, '[');
        if (list is not JsonArray items)
        {
            return As(type, value) is { } single ? new JsonArray(Free(single)) : null;
        }

        for (int at = 0; at < items.Count; at++)
        {
            JsonNode? item = items[at];
            if ((item is null ? null : As(type, item)) is not { } fitting)
            {
                return null;
            }

            if (!ReferenceEquals(fitting, item))
            {
                items[at] = fitting;
            }
        }

        return items;
    }

    private static JsonNode? Parsed(JsonNode value, char first)
    {
        if (value.GetValueKind() != JsonValueKind.String || !value.GetValue<string>().TrimStart().StartsWith(first.ToString(), StringComparison.Ordinal))
        {
            return null;
        }

        try
        {
            return JsonNode.Parse(value.GetValue<string>());
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>A node belongs to one parent only.</summary>
    private static JsonNode Free(JsonNode node)
    {
        (node.Parent as JsonObject)?.Remove(node.GetPropertyName());
        return node;
    }

    private static decimal? Parse(JsonNode value) =>
        decimal.TryParse(value.GetValue<string>(), NumberStyles.Float, CultureInfo.InvariantCulture, out decimal number) ? number : null;

    private static bool IsWhole(double number) => Math.Floor(number) == number && Math.Abs(number) < 9e18;
}
