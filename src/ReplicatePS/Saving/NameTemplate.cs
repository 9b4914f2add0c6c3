using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using ReplicatePS.Core;

namespace ReplicatePS.Saving;

/// <summary>How files are to be called: text with tokens such as {id} and {index:000} in it.</summary>
internal sealed class NameTemplate
{
    // A prompt may be as long as a page, and what follows it should still stand in the name.
    private const int LongestValue = 40;

    private static readonly Regex Token = new("\\{\\{|\\}\\}|\\{(?<name>[^{}:]+)(:(?<format>[^{}]*))?\\}|[{}]", RegexOptions.ExplicitCapture);
    private static readonly string[] OfFile = { "id", "index", "model", "name", "ext" };

    private readonly string _text;
    private readonly string[] _names;

    public NameTemplate(string text)
    {
        _text = text;
        MatchCollection tokens = Token.Matches(text);
        if (tokens.Cast<Match>().Any(token => token.Value is "{" or "}"))
        {
            throw ReplicateException.Invalid($"The name '{text}' has a brace that belongs to no token. Tokens are written {{id}}; a brace itself is written twice.");
        }

        _names = tokens.Cast<Match>().Where(token => token.Groups["name"].Success).Select(token => token.Groups["name"].Value.Trim()).ToArray();
    }

    /// <summary>The tokens that no file tells, and that must come from the inputs or the row.</summary>
    public IEnumerable<string> Wanted => _names.Where(name => !OfFile.Contains(name, StringComparer.OrdinalIgnoreCase));

    /// <summary>Whether a name made of it is the name of one prediction alone.</summary>
    public bool NamesId => Has("id");

    /// <summary>The name for a file, which must yet be made safe.</summary>
    /// <param name="id">What made it.</param>
    /// <param name="model">The model.</param>
    /// <param name="index">Its place in the output.</param>
    /// <param name="name">Its own name.</param>
    /// <param name="values">What else tokens stand for.</param>
    public string Expand(string? id, string? model, int index, string name, IReadOnlyDictionary<string, object?> values)
    {
        string ending = Path.GetExtension(name);
        string made = Token.Replace(_text, token => token.Value switch
        {
            "{{" => "{",
            "}}" => "}",
            _ => Show(token.Groups["name"].Value.Trim(), token.Groups["format"].Value),
        });
        return Has("ext") ? made : made + ending;

        string Show(string token, string format) => token.ToLowerInvariant() switch
        {
            "id" => id ?? string.Empty,
            "model" => model ?? string.Empty,
            "index" => index.ToString(format, CultureInfo.InvariantCulture),
            "name" => name.Substring(0, name.Length - ending.Length),
            "ext" => ending.TrimStart('.'),
            _ => values.TryGetValue(token, out object? value) ? Text(value, format) : throw ReplicateException.Invalid(
                $"The name '{_text}' asks for {{{token}}}, which neither the inputs nor the row have. There are: {string.Join(", ", OfFile.Concat(values.Keys))}."),
        };
    }

    private static string Text(object? value, string format)
    {
        string text = value switch
        {
            string link when OutputLink.IsLink(link) => Path.GetFileNameWithoutExtension(OutputLink.Of(link).FileName),
            FileSystemInfo file => Path.GetFileNameWithoutExtension(file.Name),
            IFormattable number => number.ToString(format, CultureInfo.InvariantCulture),
            _ => value?.ToString() ?? string.Empty,
        };
        return text.Length > LongestValue ? text.Substring(0, LongestValue).Trim() : text;
    }

    private bool Has(string name) => _names.Contains(name, StringComparer.OrdinalIgnoreCase);
}
