using System.Linq;
using System.Text.Json;

namespace ReplicatePS.Core;

/// <summary>What is known of a model that is to run: how it is run, what it takes, and how its output is to be read.</summary>
public sealed class RunSchema
{
    private readonly SchemaField? _output;

    internal RunSchema(RunTarget target, ModelVersion? version, bool? isOfficial)
    {
        Target = target;
        IsOfficial = isOfficial;
        LatestVersion = version is { Id.Length: > 0 } ? version.Id : null;
        Inputs = new InputForm(target.ToString(), version?.ReadSchema(SchemaKind.Input), version?.TakesAnyInput ?? true);
        _output = version?.ReadSchema(SchemaKind.Output) is { Count: 1 } fields && fields[0].Name == "output" ? fields[0] : null;
    }

    private RunSchema(RunSchema other)
    {
        Target = other.Target;
        LatestVersion = other.LatestVersion;
        Inputs = other.Inputs;
        _output = other._output;
    }

    /// <summary>What is run.</summary>
    public RunTarget Target { get; }

    /// <summary>Whether Replicate runs the model without a version; null when that is not known.</summary>
    public bool? IsOfficial { get; private init; }

    /// <summary>The id of the version that the schema is of; null when there is none.</summary>
    public string? LatestVersion { get; }

    /// <summary>What it takes.</summary>
    public InputForm Inputs { get; }

    /// <summary>Whether the pieces of its output make one text.</summary>
    public bool JoinsText => _output?.Json.Text("x-cog-array-display") == "concatenate";

    /// <summary>Whether its output is text for certain, also where it looks like the URL of a file.</summary>
    public bool GivesText => _output is { Type: "string" or "string[]" };

    /// <summary>The same of a model that has turned out to run by its version alone.</summary>
    internal RunSchema Unofficial() => new(this) { IsOfficial = false };

    /// <summary>Text in pieces as one; null for any other output.</summary>
    /// <param name="output">The output.</param>
    /// <returns>The text.</returns>
    public string? Join(JsonElement output) =>
        JoinsText && output.ValueKind == JsonValueKind.Array && output.EnumerateArray().All(piece => piece.ValueKind == JsonValueKind.String)
            ? string.Concat(output.EnumerateArray().Select(SafeText.Of))
            : null;
}
