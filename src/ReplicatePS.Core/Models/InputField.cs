using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ReplicatePS.Core;

/// <summary>One input of a form: which types, bounds and choices its value has.</summary>
internal sealed class InputField
{
    private const int MostChoicesShown = 20;

    private readonly string[] _types;
    private readonly JsonElement[] _choices;
    private readonly double? _minimum;
    private readonly double? _maximum;
    private readonly double? _shortest;
    private readonly double? _longest;

    public InputField(SchemaField field)
    {
        Name = field.Name;
        IsRequired = field.IsRequired && field.Default is null;
        TakesNull = field.TakesNull;
        _types = field.Type.Split('|');
        _choices = field.Choices.ToArray();
        _minimum = field.Minimum;
        _maximum = field.Maximum;
        _shortest = field.Json.Number("minLength");
        _longest = field.Json.Number("maxLength");
    }

    public string Name { get; }

    public bool IsRequired { get; }

    public bool TakesNull { get; }

    public bool TakesFile => _types.Any(type => type is "file" or "file[]");

    /// <summary>The value in the type of the schema; the value as it is, with a fault more, where it has none of them.</summary>
    public JsonNode Fit(JsonNode value, List<string> faults)
    {
        foreach (string type in _types)
        {
            if (InputValue.As(type, value) is { } fitting)
            {
                return Check(fitting, faults);
            }
        }

        faults.Add($"'{Name}' is {InputValue.Shown(value)}, not {string.Join(" or ", _types.Select(InputValue.Described))}.");
        return value;
    }

    private JsonNode Check(JsonNode value, List<string> faults)
    {
        if (_choices.Length > 0 && value is JsonValue)
        {
            return Choose(value, faults);
        }

        if (value is JsonArray items)
        {
            foreach (JsonNode item in items.OfType<JsonValue>())
            {
                CheckBounds(item, faults);
            }
        }
        else
        {
            CheckBounds(value, faults);
        }

        return value;
    }

    private void CheckBounds(JsonNode value, List<string> faults)
    {
        if (value.GetValueKind() == JsonValueKind.Number && InputValue.Number(value) is var number && (number < _minimum || number > _maximum))
        {
            faults.Add($"'{Name}' is {InputValue.Shown(value)}; {Allowed(_minimum, _maximum, string.Empty)}");
        }
        else if (value.GetValueKind() == JsonValueKind.String && new StringInfo(value.GetValue<string>()).LengthInTextElements is var length && (length < _shortest || length > _longest))
        {
            faults.Add($"'{Name}' has {length} characters; {Allowed(_shortest, _longest, " characters")}");
        }
    }

    /// <summary>One of the choices, also where only the case of its letters differs.</summary>
    private JsonNode Choose(JsonNode value, List<string> faults)
    {
        string given = Text(JsonSerializer.SerializeToElement(value));
        foreach (StringComparison comparison in new[] { StringComparison.Ordinal, StringComparison.OrdinalIgnoreCase })
        {
            JsonElement[] same = _choices.Where(choice => Text(choice).Equals(given, comparison)).ToArray();
            if (same.Length > 0)
            {
                return same[0].ValueKind == JsonValueKind.String && comparison == StringComparison.OrdinalIgnoreCase ? JsonValue.Create(Text(same[0]))! : value;
            }
        }

        string[] names = _choices.Select(Text).ToArray();
        string shown = string.Join(", ", names.Take(MostChoicesShown)) + (names.Length > MostChoicesShown ? $" and {names.Length - MostChoicesShown} more" : string.Empty);
        string near = Spelling.Nearest(given, names) is { } meant ? $" Did you mean '{meant}'?" : string.Empty;
        faults.Add($"'{Name}' is {InputValue.Shown(value)}, which is none of its choices: {shown}.{near}");
        return value;
    }

    // Numbers are the same however many zeros they are written with.
    private static string Text(JsonElement choice) => choice.ValueKind switch
    {
        JsonValueKind.String => SafeText.Of(choice),
        JsonValueKind.Number => choice.GetDouble().ToString("R", CultureInfo.InvariantCulture),
        _ => choice.GetRawText(),
    };

    private static string Allowed(double? least, double? most, string unit) => (least, most) switch
    {
        ({ } from, { } to) => $"{Text(from)} to {Text(to)}{unit} are allowed.",
        ({ } from, null) => $"{Text(from)}{unit} or more are allowed.",
        _ => $"{Text(most ?? 0)}{unit} or less are allowed.",
    };

    private static string Text(double number) => number.ToString("0.##########", CultureInfo.InvariantCulture);
}
