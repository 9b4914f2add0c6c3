using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json;

namespace ReplicatePS.Core;

/// <summary>One input or output of a version. Reads all forms in which versions of Cog have ever written a schema.</summary>
public sealed class SchemaField : ApiObject
{
    private static readonly KnownMembers Read = new(
        "title",
        "description",
        "type",
        "format",
        "default",
        "minimum",
        "maximum",
        "enum",
        "items",
        "allOf",
        "anyOf",
        "oneOf",
        "$ref",
        "x-order");

    private readonly SchemaPart _part;

    internal SchemaField(string name, SchemaPart part, bool isRequired)
        : base(part.Json)
    {
        Name = name;
        _part = part;
        IsRequired = isRequired;
    }

    /// <summary>The name; <c>output</c> for an output that is one value.</summary>
    public string Name { get; }

    /// <summary>
    /// <c>string</c>, <c>integer</c>, <c>number</c>, <c>boolean</c>, <c>file</c>, <c>secret</c>, <c>object</c> or <c>any</c>, with
    /// <c>[]</c> for a list; several have <c>|</c> in between.
    /// </summary>
    public string Type => _part.Type;

    /// <summary>Whether it must be given.</summary>
    public bool IsRequired { get; }

    /// <summary>What is taken when it is not given; null for none.</summary>
    public JsonElement? Default => _part.Find("default") is { } value ? Cast(value) : null;

    /// <summary>The smallest number that is allowed.</summary>
    public double? Minimum => _part.Number("minimum") ?? _part.Number("ge");

    /// <summary>The largest number that is allowed.</summary>
    public double? Maximum => _part.Number("maximum") ?? _part.Number("le");

    /// <summary>The values to choose from; empty when any value will do.</summary>
    public IReadOnlyList<JsonElement> Choices => _part.Choices.Select(Cast).ToArray();

    /// <summary>What it is for.</summary>
    public string? Description => Json.Text("description");

    /// <summary>Its title.</summary>
    public string? Title => Json.Text("title");

    /// <summary>Whether null may be given.</summary>
    public bool TakesNull => _part.TakesNull;

    internal double Order => Json.Number("x-order") ?? double.MaxValue;

    /// <summary>Old versions of Cog wrote numbers as text where they are one of several choices.</summary>
    private JsonElement Cast(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.String || Type is not ("integer" or "number" or "boolean"))
        {
            return value;
        }

        string text = SafeText.Of(value);
        bool fits = Type == "boolean"
            ? text.ToLowerInvariant() is "true" or "false"
            : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _);
        return fits && Core.Json.TryParse(text.ToLowerInvariant(), out JsonElement cast) ? cast : value;
    }

    private protected override KnownMembers Known => Read;
}
