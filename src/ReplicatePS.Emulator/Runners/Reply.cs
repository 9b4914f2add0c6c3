using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;

namespace ReplicatePS.Emulator.Runners;

/// <summary>Makes text that takes up the words of a prompt. It understands nothing.</summary>
internal static class Reply
{
    private static readonly Regex Word = new(@"[\p{L}\p{N}][\p{L}\p{N}'’-]*", RegexOptions.CultureInvariant);
    private static readonly Regex Token = new(@"\s*[\p{L}\p{N}'’-]+|\s*[^\s\p{L}\p{N}]|\s+", RegexOptions.CultureInvariant);

    public static string To(string prompt)
    {
        string trimmed = prompt.Trim();
        if (trimmed.Length == 0)
        {
            return "You have not asked anything yet. Write a prompt, and I will answer it.";
        }

        string[] words = Word.Matches(trimmed).Cast<Match>().Select(match => match.Value).ToArray();
        string topic = words.Length == 0 ? trimmed : words.OrderByDescending(word => word.Length).First();
        string opening = trimmed.EndsWith("?", StringComparison.Ordinal)
            ? $"That is a good question about {topic}."
            : $"Gladly: let me take up {topic}.";
        string middle = words.Length > 1
            ? $"Your {words.Length} words begin with \"{words[0]}\" and end with \"{words[words.Length - 1]}\"."
            : "You have used very few words, so I shall too.";
        return $"{opening} {middle} I am the language model of an emulator, so I know nothing, but I read your prompt to the end:\n\n" +
            $"> {trimmed}\n\nAsked of the real model, it would be answered with some thought.";
    }

    /// <summary>Cuts a text into pieces that make it up again when they are joined.</summary>
    public static IEnumerable<string> Tokens(string text) => Token.Matches(text).Cast<Match>().Select(match => match.Value);
}
