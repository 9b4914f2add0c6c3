using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;

namespace ReplicatePS.Core;

/// <summary>The form that a model's inputs have. Fits what a user gave into it, and tells what does not fit.</summary>
public sealed class InputForm
{
    private readonly string _model;
    private readonly Dictionary<string, InputField> _fields = new(StringComparer.Ordinal);
    private readonly Dictionary<string, InputField> _fieldsInAnyCase = new(StringComparer.OrdinalIgnoreCase);

    internal InputForm(string model, IReadOnlyList<SchemaField>? fields, bool isOpen)
    {
        _model = model;
        IsOpen = isOpen || fields is not { Count: > 0 };
        foreach (SchemaField field in fields ?? Array.Empty<SchemaField>())
        {
            InputField input = new(field);
            _fields[field.Name] = input;
            _fieldsInAnyCase[field.Name] = input;
        }
    }

    /// <summary>Whether inputs are taken that no schema names.</summary>
    public bool IsOpen { get; }

    /// <summary>Whether an input takes files, so that text in it is the name of one.</summary>
    /// <param name="name">The name as the schema has it.</param>
    /// <returns>True for files and lists of them.</returns>
    public bool TakesFile(string name) => _fields.TryGetValue(name, out InputField? field) && field.TakesFile;

    /// <summary>
    /// Gives values the types that the schema has for them: text becomes a number, true or false, a list; a name in other letters
    /// becomes the right one; null is left out where it is not allowed.
    /// </summary>
    /// <param name="input">What was given; it is changed.</param>
    /// <returns>What does not fit, a sentence each; empty when all is well.</returns>
    public IReadOnlyList<string> Fit(JsonObject input)
    {
        List<string> faults = new();
        foreach (KeyValuePair<string, JsonNode?> given in input.ToArray())
        {
            if (!_fields.TryGetValue(given.Key, out InputField? field) && !_fieldsInAnyCase.TryGetValue(given.Key, out field))
            {
                if (!IsOpen)
                {
                    faults.Add(Unknown(given.Key));
                }

                continue;
            }

            Fit(input, given.Key, given.Value, field, faults);
        }

        faults.AddRange(_fields.Values.Where(field => field.IsRequired && !input.ContainsKey(field.Name)).Select(field => $"'{field.Name}' is missing."));
        return faults;
    }

    private static void Fit(JsonObject input, string name, JsonNode? value, InputField field, List<string> faults)
    {
        if (value is null && !field.TakesNull)
        {
            input.Remove(name);
            return;
        }

        JsonNode? fitting = value is null ? null : field.Fit(value, faults);
        if (name != field.Name)
        {
            input.Remove(name);
            input[field.Name] = fitting;
        }
        else if (!ReferenceEquals(fitting, value))
        {
            input[name] = fitting;
        }
    }

    private string Unknown(string name)
    {
        string near = Spelling.Nearest(name, _fields.Keys) is { } meant ? $" Did you mean '{meant}'?" : $" It takes {string.Join(", ", _fields.Keys.Take(20))}{(_fields.Count > 20 ? ", ..." : string.Empty)}.";
        return $"'{name}' is no input of {_model}.{near}";
    }
}
