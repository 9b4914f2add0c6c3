using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace ReplicatePS.Help;

/// <summary>Writes help as pages to read on the web, in the shape that PlatyPS understands.</summary>
public static class Markdown
{
    private const int SyntaxWidth = 110;

    private const string CommonParameters =
        "This cmdlet supports the common parameters: -Debug, -ErrorAction, -ErrorVariable, -InformationAction, -InformationVariable, "
        + "-OutBuffer, -OutVariable, -PipelineVariable, -ProgressAction, -Verbose, -WarningAction and -WarningVariable. "
        + "See [about_CommonParameters](https://go.microsoft.com/fwlink/?LinkID=113216).";

    /// <summary>Writes a page for each cmdlet, and an index of them; the key is the name of the file.</summary>
    public static IReadOnlyDictionary<string, string> Write(IReadOnlyList<Cmdlet> cmdlets)
    {
        var pages = cmdlets.ToDictionary(cmdlet => cmdlet.Name + ".md", cmdlet => WritePage(cmdlet, cmdlets));
        pages.Add("README.md", WriteIndex(cmdlets));
        return pages;
    }

    private static string WriteIndex(IEnumerable<Cmdlet> cmdlets)
    {
        var page = new StringBuilder("# Cmdlets\n\n");
        page.Append("These pages are what `Get-Help` shows. Both are written from the comments in the source.\n\n");
        page.Append("| cmdlet | |\n|---|---|\n");
        foreach (Cmdlet cmdlet in cmdlets)
        {
            page.Append($"| [{cmdlet.Name}]({cmdlet.Name}.md) | {cmdlet.Synopsis.Markdown.Replace("|", "\\|", StringComparison.Ordinal)} |\n");
        }

        return page.ToString();
    }

    private static string WritePage(Cmdlet cmdlet, IReadOnlyList<Cmdlet> all)
    {
        var page = new StringBuilder();
        page.Append("---\nexternal help file: ReplicatePS.dll-Help.xml\nModule Name: ReplicatePS\n");
        page.Append($"online version:{(cmdlet.OnlinePage is { } address ? " " + address : string.Empty)}\nschema: 2.0.0\n---\n\n");
        page.Append($"# {cmdlet.Name}\n\n## SYNOPSIS\n\n{cmdlet.Synopsis.Markdown}\n\n## SYNTAX\n");
        foreach (var set in cmdlet.Sets)
        {
            var isDefault = cmdlet.Sets.Count > 1 && set == cmdlet.Sets[0];
            var heading = set == Cmdlet.AllSets ? string.Empty : $"\n### {set}{(isDefault ? " (Default)" : string.Empty)}\n";
            page.Append($"{heading}\n```\n{WriteSyntax(cmdlet, set)}\n```\n");
        }

        page.Append($"\n## DESCRIPTION\n\n{Join(cmdlet.Description)}\n\n## EXAMPLES\n");
        foreach ((Example example, var index) in cmdlet.Examples.Select((example, index) => (example, index)))
        {
            page.Append($"\n### Example {index + 1}: {example.Title}\n\n```powershell\n{example.Code}\n```\n");
            page.Append(example.Remarks.Count > 0 ? $"\n{Join(example.Remarks)}\n" : string.Empty);
        }

        page.Append("\n## PARAMETERS\n");
        foreach (Parameter parameter in cmdlet.Parameters)
        {
            page.Append(WriteParameter(parameter));
        }

        page.Append($"\n### CommonParameters\n\n{CommonParameters}\n");
        page.Append(WriteTypes("INPUTS", cmdlet.Inputs)).Append(WriteTypes("OUTPUTS", cmdlet.Outputs));
        page.Append("\n## RELATED LINKS\n");
        foreach (Link link in cmdlet.Links)
        {
            var target = link.Target ?? (all.Any(other => other.Name == link.Text) ? link.Text + ".md" : null);
            page.Append(target is null ? $"\n{link.Text}\n" : $"\n[{link.Text.TrimEnd(':')}]({target})\n");
        }

        return page.ToString();
    }

    private static string WriteSyntax(Cmdlet cmdlet, string set)
    {
        var words = cmdlet.SyntaxOf(set).Select(pair =>
        {
            var name = pair.Use.Position is null ? $"-{pair.Parameter.Name}" : $"[-{pair.Parameter.Name}]";
            var word = pair.Parameter.IsSwitch ? name : $"{name} <{pair.Parameter.Type}>";
            return pair.Use.Mandatory ? word : $"[{word}]";
        });

        var lines = new StringBuilder(cmdlet.Name);
        var width = lines.Length;
        foreach (var word in words.Append("[<CommonParameters>]"))
        {
            if (width + 1 + word.Length > SyntaxWidth)
            {
                lines.Append("\n   ");
                width = "   ".Length;
            }

            lines.Append(' ').Append(word);
            width += 1 + word.Length;
        }

        return lines.ToString();
    }

    private static string WriteParameter(Parameter parameter)
    {
        var sets = parameter.Uses.Select(use => use.Set).ToList();
        var facts = new List<string>
        {
            $"Type: {parameter.Type}",
            $"Parameter Sets: {(sets.Contains(Cmdlet.AllSets) ? "(All)" : string.Join(", ", sets))}",
            $"Aliases: {string.Join(", ", parameter.Aliases)}".TrimEnd(),
        };
        if (parameter.Values.Count > 0)
        {
            facts.Add($"Accepted values: {string.Join(", ", parameter.Values)}");
        }

        facts.Add($"Required: {parameter.Mandatory}");
        facts.Add($"Position: {(parameter.Position is { } index ? index.ToString() : "Named")}");
        facts.Add($"Default value: {parameter.Default ?? "None"}");
        facts.Add($"Accept pipeline input: {parameter.PipelineInput}");
        facts.Add($"Accept wildcard characters: {parameter.Wildcards}");
        return $"\n### -{parameter.Name}\n\n{Join(parameter.Description)}\n\n```yaml\n{string.Join('\n', facts)}\n```\n";
    }

    private static string WriteTypes(string heading, IReadOnlyList<DocumentedType> types)
    {
        var entries = types.Select(type => $"\n### {type.Name}\n{(type.Summary.IsEmpty ? string.Empty : $"\n{type.Summary.Markdown}\n")}");
        return $"\n## {heading}\n{(types.Count > 0 ? string.Concat(entries) : "\n### None\n")}";
    }

    private static string Join(IEnumerable<DocText> paragraphs)
    {
        return string.Join("\n\n", paragraphs.Select(paragraph => paragraph.Markdown));
    }
}
