using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace ReplicatePS.Help;

/// <summary>A paragraph of a documentation comment: re-flowed, and flattened to text with and without markup.</summary>
/// <param name="Plain">For Get-Help.</param>
/// <param name="Markdown">For pages.</param>
public sealed partial record DocText(string Plain, string Markdown)
{
    /// <summary>Nothing.</summary>
    public static readonly DocText Empty = new(string.Empty, string.Empty);

    private static readonly string[] Blocks = ["para", "list", "code"];
    private static readonly string[] Separate = ["para", "list", "item", "term", "description", "br"];

    /// <summary>Whether nothing is said.</summary>
    public bool IsEmpty => Plain.Length == 0;

    /// <summary>Makes a paragraph of text that is the same in both forms.</summary>
    public static DocText Of(string text)
    {
        return new DocText(text, text);
    }

    /// <summary>Flattens everything in an element to one paragraph.</summary>
    /// <param name="element">The element, such as a summary, or null.</param>
    /// <param name="nameOf">Gives the name that users know for what a cref refers to.</param>
    public static DocText Flatten(XElement? element, Func<string, string> nameOf)
    {
        return element is null ? Empty : Flatten(element.Nodes(), nameOf);
    }

    /// <summary>Splits an element into paragraphs: its para elements, its lists, and the text between them.</summary>
    /// <param name="element">The element, such as remarks, or null.</param>
    /// <param name="nameOf">Gives the name that users know for what a cref refers to.</param>
    public static IReadOnlyList<DocText> Split(XElement? element, Func<string, string> nameOf)
    {
        var paragraphs = new List<DocText>();
        var loose = new List<XNode>();
        foreach (XNode node in element?.Nodes() ?? [])
        {
            if (node is XElement block && Blocks.Contains(block.Name.LocalName))
            {
                paragraphs.Add(Flatten(loose, nameOf));
                loose.Clear();
                paragraphs.Add(FlattenBlock(block, nameOf));
            }
            else
            {
                loose.Add(node);
            }
        }

        paragraphs.Add(Flatten(loose, nameOf));
        return paragraphs.Where(paragraph => !paragraph.IsEmpty).ToList();
    }

    /// <summary>Reads code without its common indentation, and without the empty lines around it.</summary>
    public static string Unindent(XElement code)
    {
        // Code may begin on the line of its tag; then what stands before the tag is the indentation of that line.
        var before = (code.PreviousNode as XText)?.Value.Split('\n').Last() ?? string.Empty;
        var lines = (before + code.Value).Replace("\r", string.Empty, StringComparison.Ordinal).Split('\n').Select(line => line.TrimEnd()).ToList();
        var indent = lines.Where(line => line.Length > 0).Select(line => line.Length - line.TrimStart().Length).DefaultIfEmpty().Min();
        return string.Join('\n', lines.Select(line => line.Length > 0 ? line[indent..] : line)).Trim('\n');
    }

    private static DocText FlattenBlock(XElement block, Func<string, string> nameOf)
    {
        switch (block.Name.LocalName)
        {
            case "code":
                var code = Unindent(block);
                return new DocText(code, $"```powershell\n{code}\n```");
            case "list":
                var items = block.Elements("item").Select(item => Flatten(item, nameOf)).ToList();
                return new DocText(
                    string.Join('\n', items.Select(item => "- " + item.Plain)),
                    string.Join('\n', items.Select(item => "- " + item.Markdown)));
            default:
                return Flatten(block, nameOf);
        }
    }

    private static DocText Flatten(IEnumerable<XNode> nodes, Func<string, string> nameOf)
    {
        var parts = nodes.Select(node => node switch
        {
            XText text => Of(text.Value),
            XElement element => FlattenInline(element, nameOf),
            _ => Empty,
        }).ToList();
        return new DocText(Reflow(parts.Select(part => part.Plain)), Reflow(parts.Select(part => part.Markdown)));
    }

    private static DocText FlattenInline(XElement element, Func<string, string> nameOf)
    {
        var text = element.Name.LocalName switch
        {
            "see" or "seealso" when element.Attribute("cref") is { } cref => nameOf(cref.Value),
            "see" when element.Attribute("langword") is { } word => word.Value,
            "paramref" or "typeparamref" => element.Attribute("name")?.Value ?? string.Empty,
            _ => null,
        };

        if (element.Name.LocalName is "see" or "seealso" && element.Attribute("href")?.Value is { } href)
        {
            var label = element.Value.Length > 0 ? element.Value : href;
            return new DocText(label == href ? href : $"{label} ({href})", $"[{label}]({href})");
        }

        if (text is null && element.Name.LocalName != "c")
        {
            DocText inner = Flatten(element.Nodes(), nameOf);
            var space = Separate.Contains(element.Name.LocalName) ? " " : string.Empty;
            return new DocText(space + inner.Plain + space, space + inner.Markdown + space);
        }

        text ??= element.Value;
        return new DocText(text, $"`{text}`");
    }

    // Comments are wrapped to the width of the source; help is wrapped to the width of the reader's window.
    private static string Reflow(IEnumerable<string> parts)
    {
        return Whitespace().Replace(string.Concat(parts), " ").Trim();
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Whitespace();
}
