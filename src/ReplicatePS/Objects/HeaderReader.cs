using System;
using System.Collections;
using System.Collections.Generic;
using System.Collections.Specialized;
using System.Linq;
using System.Management.Automation;
using ReplicatePS.Core;

namespace ReplicatePS;

/// <summary>Reads the headers that a user has, in whichever form a web framework hands them over.</summary>
internal static class HeaderReader
{
    /// <exception cref="ReplicateException">It holds no headers.</exception>
    public static IReadOnlyList<KeyValuePair<string, string>> Read(object? given) => (given is PSObject wrapped ? wrapped.BaseObject : given) switch
    {
        null => Array.Empty<KeyValuePair<string, string>>(),
        IDictionary pairs => pairs.Keys.Cast<object>().Select(key => Pair(key.ToString()!, pairs[key])).ToArray(),
        NameValueCollection pairs => pairs.AllKeys.OfType<string>().Select(key => Pair(key, pairs[key])).ToArray(),
        PSCustomObject => ((PSObject)given!).Properties.Select(member => Pair(member.Name, member.Value)).ToArray(),
        IEnumerable pairs and not string => pairs.Cast<object>().Select(PSObject.AsPSObject).Select(one => one.Properties["Key"] is { } key
            ? Pair(key.Value.ToString()!, one.Properties["Value"]?.Value)
            : throw NoHeaders()).ToArray(),
        _ => throw NoHeaders(),
    };

    private static ReplicateException NoHeaders() => ReplicateException.Invalid("The headers are none. Give a hashtable, or the headers of a request as they came.");

    private static KeyValuePair<string, string> Pair(string name, object? value) => new(name, (value is PSObject wrapped ? wrapped.BaseObject : value) switch
    {
        null => string.Empty,
        string text => text,
        IEnumerable several => string.Join(" ", several.Cast<object?>()),
        { } other => other.ToString() ?? string.Empty,
    });
}
