using System.Collections.Generic;
using System.Linq;
using System.Text.Json;

namespace ReplicatePS.Core;

/// <summary>A place in a schema, with what its references lead to.</summary>
internal sealed class SchemaPart
{
    private const int Deepest = 8;
    private const string Any = "any";

    private readonly JsonElement _schemas;
    private readonly int _depth;

    public SchemaPart(JsonElement json, JsonElement schemas, int depth = 0)
    {
        Json = json;
        _schemas = schemas;
        _depth = depth;
    }

    public JsonElement Json { get; }

    public string Type => string.Join("|", Types().Distinct().DefaultIfEmpty(Any));

    public IEnumerable<JsonElement> Choices => Find("enum") is { ValueKind: JsonValueKind.Array } choices
        ? choices.EnumerateArray().Where(choice => choice.ValueKind != JsonValueKind.Null)
        : Enumerable.Empty<JsonElement>();

    /// <summary>Whether null counts as a value of it.</summary>
    public bool TakesNull => Find("nullable") is { ValueKind: JsonValueKind.True }
        || (Find("type") is { ValueKind: JsonValueKind.Array } types && types.EnumerateArray().Any(type => type.ToString() == "null"))
        || Json.Items("anyOf").Concat(Json.Items("oneOf")).Any(one => one.Text("type") == "null");

    /// <summary>The properties of an object; null for what is none.</summary>
    public JsonElement? Properties => Find("properties") is { ValueKind: JsonValueKind.Object } properties ? properties : null;

    public IEnumerable<string> Required => Layers().SelectMany(layer => layer.Json.Texts("required"));

    /// <summary>A member of the place itself, else of what it refers to.</summary>
    public JsonElement? Find(string name) => Layers().Select(layer => layer.Json.Member(name)).FirstOrDefault(member => member is not null);

    public double? Number(string name) => Layers().Select(layer => layer.Json.Number(name)).FirstOrDefault(number => number is not null);

    public SchemaPart At(JsonElement json) => new(json, _schemas, _depth + 1);

    /// <summary>The place, what it refers to, and the parts that it is put together of. An own member counts before one referred to.</summary>
    private IEnumerable<SchemaPart> Layers()
    {
        yield return this;
        if (_depth >= Deepest)
        {
            yield break;
        }

        IEnumerable<SchemaPart> others = Json.Items("allOf").Select(At).Concat(Target() is { } target ? new[] { target } : Enumerable.Empty<SchemaPart>());
        foreach (SchemaPart layer in others.SelectMany(other => other.Layers()))
        {
            yield return layer;
        }
    }

    private SchemaPart? Target() =>
        Json.Text("$ref") is { } link && _schemas.Member(link.Substring(link.LastIndexOf('/') + 1)) is { } target ? At(target) : null;

    private IEnumerable<string> Types()
    {
        JsonElement? type = Find("type");
        IEnumerable<string> named = type switch
        {
            { ValueKind: JsonValueKind.String } one => new[] { SafeText.Of(one) },
            { ValueKind: JsonValueKind.Array } several => several.EnumerateArray().Select(one => one.ToString()),
            _ => Enumerable.Empty<string>(),
        };
        string[] types = named.Where(name => name != "null").Select(Named).ToArray();
        if (types.Length > 0 || _depth >= Deepest)
        {
            return types;
        }

        string[] alternatives = Json.Items("anyOf").Concat(Json.Items("oneOf")).Select(one => At(one))
            .Where(one => one.Json.Text("type") != "null").SelectMany(one => one.Types().DefaultIfEmpty(Any)).ToArray();
        return alternatives.Length > 0 ? alternatives : Choices.Take(1).Select(OfValue);
    }

    private string Named(string type) => type switch
    {
        "string" when Find("format") is { } format && format.ToString() == "uri" => "file",
        "string" when Find("x-cog-secret") is { ValueKind: JsonValueKind.True } || Find("format")?.ToString() == "password" => "secret",
        "array" => (Find("items") is { } items && _depth < Deepest ? At(items).Type : Any) + "[]",
        _ => type,
    };

    private static string OfValue(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => "string",
        JsonValueKind.True or JsonValueKind.False => "boolean",
        JsonValueKind.Number => value.TryGetInt64(out _) ? "integer" : "number",
        _ => Any,
    };
}
