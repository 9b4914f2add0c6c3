using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Security;

namespace ReplicatePS;

/// <summary>Which inputs were given as SecureString: what is said of them does not show them.</summary>
internal sealed class InputSecrets
{
    private readonly HashSet<string> _names = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Notes the names of the secrets in an input. Nothing of the user's is run for it.</summary>
    public void Note(object? input)
    {
        switch (Unwrap(input))
        {
            case IDictionary pairs:
                Add(pairs.Keys.Cast<object>().Select(key => (key.ToString()!, (object?)pairs[key])));
                break;
            case PSCustomObject:
                Add(((PSObject)input!).Properties.OfType<PSNoteProperty>().Select(member => (member.Name, (object?)member.Value)));
                break;
        }
    }

    /// <summary>A fault without the value that it is about, where that is a secret.</summary>
    public string Conceal(string fault) => _names.FirstOrDefault(name => fault.StartsWith($"'{name}' ", StringComparison.OrdinalIgnoreCase)) is { } secret
        ? $"'{secret}' is a secret, which is not what the model takes there."
        : fault;

    private void Add(IEnumerable<(string Name, object? Value)> members) =>
        _names.UnionWith(members.Where(member => IsSecret(member.Value)).Select(member => member.Name));

    private static bool IsSecret(object? value) => Unwrap(value) switch
    {
        SecureString => true,
        IList items => items.Cast<object?>().Any(item => Unwrap(item) is SecureString),
        _ => false,
    };

    private static object? Unwrap(object? value) => value is PSObject wrapped ? wrapped.BaseObject : value;
}
