using System;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace ReplicatePS.Core;

/// <summary>
/// Reads texts that JSON can spell and a reader refuses: half of a surrogate pair, as models leave behind that cut their output in the
/// middle of a sign. What was paid for is not given up for it.
/// </summary>
public static class SafeText
{
    // A pair, a half, or any other escape, which must not be taken for the start of one.
    private static readonly Regex Escape = new(
        @"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|(?<half>u[dD][89a-fA-F][0-9a-fA-F]{2})|.)", RegexOptions.CultureInvariant);

    /// <summary>The text; what is no sign in it becomes U+FFFD.</summary>
    /// <param name="text">A string of JSON.</param>
    /// <returns>The text.</returns>
    public static string Of(JsonElement text)
    {
        try
        {
            return text.GetString() ?? string.Empty;
        }
        catch (InvalidOperationException)
        {
            return Mend(text.GetRawText());
        }
    }

    /// <summary>The name of a member; what is no sign in it becomes U+FFFD.</summary>
    /// <param name="member">A member of a JSON object.</param>
    /// <returns>The name.</returns>
    public static string NameOf(JsonProperty member)
    {
        try
        {
            return member.Name;
        }
        catch (InvalidOperationException)
        {
            string whole = member.ToString();
            string name = whole.Substring(0, whole.Length - member.Value.GetRawText().Length);
            return Mend(name.Substring(0, name.LastIndexOf('"') + 1));
        }
    }

    private static string Mend(string spelled)
    {
        string whole = Escape.Replace(spelled, escape => escape.Groups["half"].Success ? "\\ufffd" : escape.Value);
        using JsonDocument document = JsonDocument.Parse(whole);
        return document.RootElement.GetString() ?? string.Empty;
    }
}
