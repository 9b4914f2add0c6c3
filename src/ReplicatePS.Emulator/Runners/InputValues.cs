using System.Text.Json.Nodes;

namespace ReplicatePS.Emulator.Runners;

/// <summary>An input together with the defaults of its schema.</summary>
internal sealed class InputValues
{
    private readonly JsonObject _input;
    private readonly JsonObject? _properties;

    public InputValues(JsonObject input, JsonObject schema)
    {
        _input = input;
        _properties = schema["properties"] as JsonObject;
    }

    public string? Text(string name) => Find(name) is { } value && value.TryGetValue(out string? text) ? text : null;

    public double? Number(string name) => Find(name) is { } value && value.TryGetValue(out double number) ? number : null;

    public int? Integer(string name) => Number(name) is { } number and > int.MinValue and < int.MaxValue ? (int)number : null;

    public bool IsTrue(string name) => Find(name) is { } value && value.TryGetValue(out bool flag) && flag;

    private JsonValue? Find(string name) => (_input[name] ?? _properties?[name]?["default"]) as JsonValue;
}
