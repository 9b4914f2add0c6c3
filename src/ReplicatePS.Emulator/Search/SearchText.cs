using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Text.RegularExpressions;
using ReplicatePS.Emulator.Models;

namespace ReplicatePS.Emulator.Search;

/// <summary>What somebody searches for, and how well things fit it.</summary>
internal sealed class SearchText
{
    private static readonly Regex Word = new(@"[\p{L}\p{N}]+", RegexOptions.CultureInvariant);

    private readonly string _text;
    private readonly string[] _words;

    public SearchText(string text)
    {
        _text = text.Trim();
        _words = Word.Matches(_text).Cast<Match>().Select(match => match.Value).Distinct(StringComparer.OrdinalIgnoreCase).ToArray();
    }

    /// <summary>The text itself, where a client has sent it as a JSON string.</summary>
    public static string Unquoted(string body)
    {
        body = body.Trim();
        if (body.Length < 2 || body[0] != '"')
        {
            return body;
        }

        try
        {
            return JsonSerializer.Deserialize<string>(body)!.Trim();
        }
        catch (JsonException)
        {
            // Whoever searches for a phrase may put it in quotation marks, too.
            return body;
        }
    }

    /// <summary>The public models that fit, best first.</summary>
    public IEnumerable<(Model Model, double Score)> Rank(IEnumerable<Model> models) => models
        .Where(model => model.Visibility == "public")
        .Select(model => (Model: model, Score: Score(model)))
        .Where(match => match.Score > 0)
        .OrderByDescending(match => match.Score)
        .ThenByDescending(match => match.Model.RunCount)
        .ThenBy(match => match.Model.FullName, StringComparer.Ordinal);

    /// <summary>How well a title and words about it fit; 0 for not at all.</summary>
    public double Score(string title, string? about) =>
        (Is(title) ? 5 : 0) + _words.Sum(word => (Holds(title, word) ? 3.0 : 0) + (Holds(about, word) ? 1.0 : 0));

    private double Score(Model model) =>
        Score(model.Name, model.Description) +
        (Is(model.FullName) ? 10 : 0) +
        _words.Sum(word => (Holds(model.Owner, word) ? 2.0 : 0) + (model.Tags.Any(tag => Holds(tag, word)) ? 2.0 : 0));

    private bool Is(string title) => title.Equals(_text, StringComparison.OrdinalIgnoreCase);

    private static bool Holds(string? text, string word) => text?.IndexOf(word, StringComparison.OrdinalIgnoreCase) >= 0;
}
