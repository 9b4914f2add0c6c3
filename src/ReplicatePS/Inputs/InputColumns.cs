using System;
using System.Collections;
using System.Collections.Generic;
using System.Collections.Specialized;
using System.Linq;
using System.Management.Automation;
using ReplicatePS.Core;

namespace ReplicatePS;

/// <summary>Which columns of a record become which inputs. The others are left out.</summary>
internal sealed class InputColumns
{
    private readonly (string Column, string Input)[] _columns;

    private InputColumns(IEnumerable<(string Column, string Input)> columns)
    {
        _columns = columns.ToArray();
    }

    /// <summary>Reads what a user gave: a hashtable of column and input, or the names of columns that are called as their inputs are.</summary>
    public static InputColumns? Read(object? given) => (given is PSObject wrapped ? wrapped.BaseObject : given) switch
    {
        null => null,
        IDictionary pairs => new InputColumns(pairs.Keys.Cast<object>().Select(key => (
            key.ToString()!,
            pairs[key]?.ToString() is { Length: > 0 } input ? input : throw ReplicateException.Invalid($"-InputProperty names no input for '{key}'.")))),
        string name => new InputColumns(new[] { (name, name) }),
        IEnumerable names => new InputColumns(names.Cast<object?>().Select(name => (name?.ToString() ?? string.Empty, name?.ToString() ?? string.Empty))),
        { } other => throw ReplicateException.Invalid($"-InputProperty is of type {other.GetType().Name}. Give a hashtable of column and input, or the names of columns."),
    };

    /// <summary>The inputs of a record.</summary>
    /// <exception cref="ReplicateException">A column is missing.</exception>
    public IDictionary Pick(PSObject record)
    {
        OrderedDictionary picked = new();
        foreach ((string column, string input) in _columns)
        {
            picked[input] = record.BaseObject is IDictionary pairs
                ? pairs[pairs.Keys.Cast<object>().FirstOrDefault(key => column.Equals(key.ToString(), StringComparison.OrdinalIgnoreCase)) ?? throw Missing(column, pairs.Keys.Cast<object>())]
                : (record.Properties[column] ?? throw Missing(column, record.Properties.Select(member => (object)member.Name))).Value;
        }

        return picked;
    }

    private static ReplicateException Missing(string column, IEnumerable<object> there) =>
        ReplicateException.Invalid($"There is no column '{column}', which -InputProperty names. There are: {string.Join(", ", there.Take(20))}.");
}
