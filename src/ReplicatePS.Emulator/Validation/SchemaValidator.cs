using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ReplicatePS.Emulator.Http;

namespace ReplicatePS.Emulator.Validation;

/// <summary>Checks a value against a JSON schema and words the faults as the library behind the service does.</summary>
internal sealed class SchemaValidator
{
    private readonly JsonObject _schemas;
    private readonly List<FieldFault> _faults = new();

    private SchemaValidator(JsonObject schemas)
    {
        _schemas = schemas;
    }

    /// <param name="value">What to check.</param>
    /// <param name="schema">What it must be.</param>
    /// <param name="schemas">The named schemas that references point at.</param>
    /// <param name="field">Where the value stands, for the words of the faults.</param>
    public static IReadOnlyList<FieldFault> Validate(JsonNode? value, JsonObject schema, JsonObject schemas, string field)
    {
        var validator = new SchemaValidator(schemas);
        validator.Check(value, schema, field);
        return validator._faults;
    }

    /// <summary>The name that JSON schema has for the kind of a value.</summary>
    public static string TypeOf(JsonNode? value) => value?.GetValueKind() switch
    {
        JsonValueKind.String => "string",
        JsonValueKind.True or JsonValueKind.False => "boolean",
        JsonValueKind.Array => "array",
        JsonValueKind.Object => "object",
        JsonValueKind.Number => IsInteger(value) ? "integer" : "number",
        _ => "null",
    };

    private static bool IsInteger(JsonNode value) =>
        value.AsValue().TryGetValue(out double number) && Math.Floor(number) == number && !double.IsInfinity(number);

    private void Check(JsonNode? value, JsonObject schema, string field)
    {
        if (schema["$ref"]?.GetValue<string>() is { } reference)
        {
            string name = reference.Substring(reference.LastIndexOf('/') + 1);
            schema = _schemas[name] as JsonObject ?? new JsonObject();
        }

        string given = TypeOf(value);
        if (given == "null" && schema["nullable"]?.GetValue<bool>() == true)
        {
            return;
        }

        if (!IsOfType(given, schema["type"], out string expected))
        {
            Add("invalid_type", field, $"Invalid type. Expected: {expected}, given: {given}");
            return;
        }

        CheckBranches(value, schema, field);
        CheckEnum(value, schema, field);
        switch (value)
        {
            case JsonObject members:
                CheckMembers(members, schema, field);
                break;
            case JsonArray items:
                CheckItems(items, schema, field);
                break;
            case JsonValue scalar when given == "string":
                CheckString(scalar.GetValue<string>(), schema, field);
                break;
            case JsonValue scalar when given is "number" or "integer":
                CheckNumber(scalar.GetValue<double>(), schema, field);
                break;
        }
    }

    private static bool IsOfType(string given, JsonNode? type, out string expected)
    {
        string[] types = type switch
        {
            JsonArray several => several.Select(t => t!.GetValue<string>()).ToArray(),
            JsonValue one => new[] { one.GetValue<string>() },
            _ => Array.Empty<string>(),
        };
        expected = string.Join("/", types);
        return types.Length == 0 || types.Contains(given) || (given == "integer" && types.Contains("number"));
    }

    private void CheckBranches(JsonNode? value, JsonObject schema, string field)
    {
        if (schema["allOf"] is JsonArray all)
        {
            int before = _faults.Count;
            foreach (JsonObject branch in all.OfType<JsonObject>())
            {
                Check(value, branch, field);
            }

            if (_faults.Count > before)
            {
                Add("number_all_of", field, "Must validate all the schemas (allOf)");
            }
        }

        if (schema["anyOf"] is JsonArray { Count: > 0 } any &&
            any.OfType<JsonObject>().All(branch => Validate(value, branch, _schemas, field).Count > 0))
        {
            Add("number_any_of", field, "Must validate at least one schema (anyOf)");
        }
    }

    private void CheckEnum(JsonNode? value, JsonObject schema, string field)
    {
        if (schema["enum"] is JsonArray allowed && !allowed.Any(member => JsonNode.DeepEquals(member, value)))
        {
            string members = string.Join(", ", allowed.Select(m => m is null ? "null" : Json.WebText(m)));
            Add("enum", field, $"{field} must be one of the following: {members}");
        }
    }

    private void CheckMembers(JsonObject value, JsonObject schema, string field)
    {
        var properties = schema["properties"] as JsonObject;
        foreach (JsonNode? name in schema["required"] as JsonArray ?? new JsonArray())
        {
            if (!value.ContainsKey(name!.GetValue<string>()))
            {
                Add("required", field, $"{name} is required");
            }
        }

        bool closed = schema["additionalProperties"] is JsonValue additional && additional.TryGetValue(out bool open) && !open;
        foreach (KeyValuePair<string, JsonNode?> member in value)
        {
            if (properties?[member.Key] is JsonObject property)
            {
                Check(member.Value, property, field.Length == 0 ? member.Key : field + "." + member.Key);
            }
            else if (closed)
            {
                Add("additional_property_not_allowed", field, $"Additional property {member.Key} is not allowed");
            }
        }
    }

    private void CheckItems(JsonArray value, JsonObject schema, string field)
    {
        CheckBound(schema, "minItems", limit => value.Count < limit, "array_min_items", field, "Array must have at least {0} items");
        CheckBound(schema, "maxItems", limit => value.Count > limit, "array_max_items", field, "Array must have at most {0} items");
        if (schema["items"] is JsonObject { Count: > 0 } item)
        {
            for (int i = 0; i < value.Count; i++)
            {
                Check(value[i], item, field + "." + i.ToString(Json.Invariant));
            }
        }
    }

    private void CheckString(string value, JsonObject schema, string field)
    {
        int length = new StringInfo(value).LengthInTextElements;
        CheckBound(schema, "minLength", limit => length < limit, "string_gte", field, "String length must be greater than or equal to {0}");
        CheckBound(schema, "maxLength", limit => length > limit, "string_lte", field, "String length must be less than or equal to {0}");
        if (schema["pattern"]?.GetValue<string>() is { } pattern && !Regex.IsMatch(value, pattern))
        {
            Add("pattern", field, $"Does not match pattern '{pattern}'");
        }

        if (schema["format"]?.GetValue<string>() == "uri" &&
            (!Uri.TryCreate(value.Length > 2048 ? value.Substring(0, 2048) : value, UriKind.Absolute, out _) || value.IndexOf(':') < 1))
        {
            Add("format", field, "Does not match format 'uri'");
        }
    }

    private void CheckNumber(double value, JsonObject schema, string field)
    {
        foreach (string name in new[] { "minimum", "ge" })
        {
            CheckBound(schema, name, limit => value < limit, "number_gte", field, "Must be greater than or equal to {0}");
        }

        foreach (string name in new[] { "maximum", "le" })
        {
            CheckBound(schema, name, limit => value > limit, "number_lte", field, "Must be less than or equal to {0}");
        }
    }

    private void CheckBound(JsonObject schema, string name, Func<double, bool> isBroken, string type, string field, string words)
    {
        if (schema[name] is JsonValue limit && limit.TryGetValue(out double number) && isBroken(number))
        {
            Add(type, field, string.Format(Json.Invariant, words, number));
        }
    }

    private void Add(string type, string field, string description) => _faults.Add(new FieldFault(type, field, description));
}
