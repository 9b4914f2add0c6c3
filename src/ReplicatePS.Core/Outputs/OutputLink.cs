using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace ReplicatePS.Core;

/// <summary>A file inside an output: an http URL or a data URI.</summary>
public sealed class OutputLink
{
    // File systems take 255 bytes, and a character may need three.
    private const int LongestName = 80;

    // What some file system does not take, whichever one this is.
    private static readonly HashSet<char> Forbidden = new("<>:\"/\\|?*");
    private static readonly HashSet<string> DeviceNames = new(
        new[] { "CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$" }.Concat(Enumerable.Range(0, 10).SelectMany(n => new[] { "COM" + n, "LPT" + n })),
        StringComparer.OrdinalIgnoreCase);

    // A text that merely begins with the word data and a colon is no file.
    private static readonly Regex DataUri = new("^data:([a-z0-9.+-]+/[a-z0-9.+-]+)?(;[^,;\\s]+)*,", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    private string? _fileName;

    private OutputLink(string text, int index)
    {
        Text = text;
        Index = index;
    }

    /// <summary>The URL as the output has it.</summary>
    public string Text { get; }

    /// <summary>Its place among the files of the output, from 0.</summary>
    public int Index { get; }

    /// <summary>Whether the content stands in the link itself.</summary>
    public bool IsInline => Text.StartsWith("data:", StringComparison.OrdinalIgnoreCase);

    /// <summary>A file name for it that no folder can be left by.</summary>
    public string FileName => _fileName ??= MakeName();

    /// <summary>The media type, as far as the link itself tells it: by what a data URI says, or by the name's ending.</summary>
    public string? MediaType => IsInline ? (InlineType.Length > 0 ? InlineType : "text/plain") : MediaTypes.Known(FileName);

    private string InlineType => Text.Substring(5).Split(new[] { ';', ',' }, 2)[0];

    /// <summary>Finds the files in an output, at any depth.</summary>
    /// <param name="output">The output.</param>
    /// <returns>All of them, in the order in which they stand.</returns>
    public static IReadOnlyList<OutputLink> In(JsonElement? output)
    {
        List<OutputLink> found = new();
        Collect(output ?? default, found);
        return found;
    }

    /// <summary>A link that is known already.</summary>
    /// <param name="url">The URL.</param>
    /// <param name="index">Its place among the files of an output.</param>
    /// <returns>The link.</returns>
    /// <exception cref="ReplicateException">It is neither an http URL nor a data URI.</exception>
    public static OutputLink Of(string url, int index = 0) =>
        IsLink(url) ? new OutputLink(url, index) : throw ReplicateException.Invalid($"'{url}' is not the URL of a file.");

    /// <summary>The content of an inline link.</summary>
    /// <returns>The bytes.</returns>
    public byte[] ReadInline()
    {
        int comma = Text.IndexOf(',');
        try
        {
            return Text.LastIndexOf(";base64", comma, StringComparison.OrdinalIgnoreCase) == comma - ";base64".Length
                ? Convert.FromBase64String(Padded(Uri.UnescapeDataString(Text.Substring(comma + 1))))
                : Unescape(Encoding.UTF8.GetBytes(Text.Substring(comma + 1)));
        }
        catch (FormatException fault)
        {
            throw new ReplicateException(ErrorKind.BadResponse, "The output holds a data URI that cannot be decoded.", fault);
        }
    }

    // Some leave out the signs that only fill up, and some write as URLs have it.
    private static string Padded(string base64)
    {
        string usual = base64.Replace('-', '+').Replace('_', '/').TrimEnd();
        return usual.Length % 4 is 2 or 3 && !usual.Any(char.IsWhiteSpace) ? usual.PadRight((usual.Length + 3) / 4 * 4, '=') : usual;
    }

    // Escapes stand for bytes, which need not be text.
    private static byte[] Unescape(byte[] escaped)
    {
        List<byte> plain = new(escaped.Length);
        for (int at = 0; at < escaped.Length; at++)
        {
            bool isEscape = escaped[at] == '%' && at + 2 < escaped.Length && Uri.IsHexDigit((char)escaped[at + 1]) && Uri.IsHexDigit((char)escaped[at + 2]);
            plain.Add(isEscape ? (byte)((Uri.FromHex((char)escaped[at + 1]) * 16) + Uri.FromHex((char)escaped[at + 2])) : escaped[at]);
            at += isEscape ? 2 : 0;
        }

        return plain.ToArray();
    }

    private static void Collect(JsonElement value, List<OutputLink> found)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.String when SafeText.Of(value) is var text && IsLink(text):
                found.Add(new OutputLink(text, found.Count));
                break;
            case JsonValueKind.Array:
                foreach (JsonElement item in value.EnumerateArray())
                {
                    Collect(item, found);
                }

                break;
            case JsonValueKind.Object:
                foreach (JsonProperty member in value.EnumerateObject())
                {
                    Collect(member.Value, found);
                }

                break;
        }
    }

    /// <summary>Whether a text is the link of a file.</summary>
    /// <param name="text">The text.</param>
    /// <returns>True for an http URL and for a data URI.</returns>
    public static bool IsLink(string text) =>
        text.Length > 0 && text[0] is 'd' or 'D' or 'h' or 'H'
        && (DataUri.IsMatch(text)
        || (!text.Any(char.IsWhiteSpace) && Uri.TryCreate(text, UriKind.Absolute, out Uri? uri) && (uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeHttp)));

    private string MakeName()
    {
        string name = IsInline ? string.Empty : NameIn(Text);
        return name.Length > 0 ? name : $"output-{Index}{(IsInline ? MediaTypes.EndingOf(InlineType) : string.Empty)}";
    }

    private static string NameIn(string url) => SafeName(Uri.UnescapeDataString(new Uri(url).Segments.Last().TrimEnd('/')));

    /// <summary>Makes of a name one that every file system takes, and that no folder can be left by.</summary>
    /// <param name="name">The name as somebody else has chosen it.</param>
    /// <returns>The name to use; empty when nothing is left of it.</returns>
    public static string SafeName(string name)
    {
        string safe = Usable(name).Trim(' ', '.');
        string ending = Path.GetExtension(safe);
        ending = ending.Length < 20 ? ending : string.Empty;
        string stem = safe.Substring(0, safe.Length - ending.Length);
        return OffDevices((safe.Length > LongestName ? Shortened(stem, LongestName - ending.Length) : stem) + ending).Trim(' ', '.');
    }

    /// <summary>The beginning of a text, without half a sign at its end.</summary>
    internal static string Shortened(string text, int length) =>
        text.Length <= length ? text : text.Substring(0, char.IsHighSurrogate(text[length - 1]) ? length - 1 : length);

    /// <summary>A name without what some file system does not take; as long as it was, and it may still begin or end in dots and blanks.</summary>
    internal static string Usable(string name)
    {
        string usable = new(name.Select((c, at) => IsForbidden(c) || IsHalf(name, at) ? '_' : c).ToArray());

        // Two spellings of the same accent would be two files here, and one on another system.
        return usable.Normalize();
    }

    /// <summary>Windows opens a device for some names, whatever ending they have.</summary>
    internal static string OffDevices(string name) => (DeviceNames.Contains(name.Split('.')[0].TrimEnd(' ')) ? "_" : string.Empty) + name;

    private static bool IsHalf(string text, int at) => char.IsHighSurrogate(text[at]) ? at + 1 == text.Length || !char.IsLowSurrogate(text[at + 1])
        : char.IsLowSurrogate(text[at]) && (at == 0 || !char.IsHighSurrogate(text[at - 1]));

    // Signs that turn the direction of writing make an ending look like another.
    private static bool IsForbidden(char c) =>
        Forbidden.Contains(c) || c >= '\uFFFE' || char.IsControl(c) || char.GetUnicodeCategory(c) == UnicodeCategory.Format;
}
