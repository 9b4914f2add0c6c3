using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;

namespace ReplicatePS.Core;

/// <summary>A version of a model, with the schema of its inputs.</summary>
public sealed class ModelVersion : ApiObject
{
    private static readonly KnownMembers Read = new("id", "created_at", "cog_version", "openapi_schema");

    internal ModelVersion(JsonElement json)
        : base(json)
    {
    }

    /// <summary>The version's id, most often 64 hex digits.</summary>
    public string Id => Json.Text("id") ?? string.Empty;

    /// <summary>When it was pushed.</summary>
    public DateTimeOffset? CreatedAt => Json.Time("created_at");

    /// <summary>The version of Cog that it was built with; free text.</summary>
    public string? CogVersion => Json.Text("cog_version");

    /// <summary>The OpenAPI schema of the version; null when it has none.</summary>
    public JsonElement? OpenApiSchema => Json.Member("openapi_schema");

    /// <summary>Whether it can be fine-tuned.</summary>
    public bool IsTrainable => Schema("TrainingInput") is not null;

    /// <summary>The names of the training inputs that take a file, required ones first, then in the schema's order.</summary>
    public IReadOnlyList<string> TrainingFileInputs
    {
        get
        {
            if (Schema("TrainingInput") is not { } schema || schema.Member("properties") is not { ValueKind: JsonValueKind.Object } inputs)
            {
                return Array.Empty<string>();
            }

            HashSet<string> required = new(schema.Texts("required"));
            return inputs.EnumerateObject()
                .Where(input => input.Value.Text("format") == "uri")
                .OrderByDescending(input => required.Contains(input.Name))
                .ThenBy(input => input.Value.Number("x-order") ?? double.MaxValue)
                .Select(input => input.Name)
                .ToArray();
        }
    }

    /// <summary>The training inputs that must be given.</summary>
    public IReadOnlyList<string> RequiredTrainingInputs =>
        (Schema("TrainingInput") ?? default).Texts("required").ToArray();

    /// <summary>What a prediction takes or gives, or what a training takes.</summary>
    /// <param name="kind">Which of them.</param>
    /// <returns>In the author's order; null when the schema does not say it.</returns>
    public IReadOnlyList<SchemaField>? ReadSchema(SchemaKind kind)
    {
        if (Schema(kind == SchemaKind.Training ? "TrainingInput" : kind.ToString()) is not { ValueKind: JsonValueKind.Object } json)
        {
            return null;
        }

        SchemaPart part = new(json, OpenApiSchema!.Value.Member("components")!.Value.Member("schemas")!.Value);
        if (part.Properties is not { } properties)
        {
            return kind == SchemaKind.Output ? new[] { new SchemaField("output", part, isRequired: false) } : Array.Empty<SchemaField>();
        }

        HashSet<string> required = new(part.Required);
        return properties.EnumerateObject()
            .Select(property => new SchemaField(property.Name, part.At(property.Value), required.Contains(property.Name)))
            .OrderBy(field => field.Order)
            .ToArray();
    }

    /// <summary>Whether its schema says that inputs are taken which it does not name.</summary>
    internal bool TakesAnyInput => Schema("Input")?.Member("additionalProperties") is { ValueKind: JsonValueKind.True or JsonValueKind.Object };

    private JsonElement? Schema(string name) => OpenApiSchema?.Member("components")?.Member("schemas")?.Member(name);

    private protected override KnownMembers Known => Read;
}
