using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using ReplicatePS.Core;

namespace ReplicatePS;

/// <summary>One input or output of a model, as its schema describes it.</summary>
public sealed class SchemaField : ReplicateObject
{
    private readonly Core.SchemaField _field;
    private object? _choices;

    internal SchemaField(Core.SchemaField field, string model)
        : base(field)
    {
        _field = field;
        Model = model;
    }

    /// <summary>The name, as it stands in an input; <c>output</c> for an output that is one value.</summary>
    public string Name => _field.Name;

    /// <summary>
    /// <c>string</c>, <c>integer</c>, <c>number</c>, <c>boolean</c>, <c>file</c>, <c>secret</c>, <c>object</c> or <c>any</c>; with
    /// <c>[]</c> for a list of them.
    /// </summary>
    public string Type => _field.Type;

    /// <summary>Whether it must be given.</summary>
    public bool IsRequired => _field.IsRequired;

    /// <summary>What is taken when it is not given; null for none.</summary>
    public object? Default => PowerShellJson.ToCell(_field.Default);

    /// <summary>The smallest number that is allowed.</summary>
    public double? Minimum => _field.Minimum;

    /// <summary>The largest number that is allowed.</summary>
    public double? Maximum => _field.Maximum;

    /// <summary>The values to choose from, a list; empty when any value will do.</summary>
    public object Choices => _choices ??= PowerShellJson.ToCell(_field.Choices.Select(choice => PowerShellJson.ToObject(choice)).ToArray())!;

    /// <summary>What it is for.</summary>
    public string? Description => _field.Description;

    /// <summary>Its title.</summary>
    public string? Title => _field.Title;

    /// <summary>The model and version, <c>owner/name:version</c>.</summary>
    public string Model { get; }

    /// <summary>All that the schema says of it.</summary>
    public object? Schema => PowerShellJson.ToCell(_field.Json);

    /// <summary>The name, so that text stands for the object.</summary>
    /// <returns>The name.</returns>
    public override string ToString() => Name;
}
