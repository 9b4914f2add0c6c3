using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;

namespace ReplicatePS.Emulator.Files;

/// <summary>What the headers of a form's part say.</summary>
internal sealed class PartHeaders
{
    public PartHeaders(IEnumerable<string> lines)
    {
        foreach (string[] header in lines.Select(line => line.Split(new[] { ':' }, 2)).Where(header => header.Length == 2))
        {
            string value = header[1].Trim();
            if (header[0].Equals("Content-Disposition", StringComparison.OrdinalIgnoreCase))
            {
                Name = Parameter(value, "name");
                FileName = ExtendedFileName(value) ?? Parameter(value, "filename");
            }
            else if (header[0].Equals("Content-Type", StringComparison.OrdinalIgnoreCase))
            {
                ContentType = value;
            }
        }
    }

    public string? Name { get; }

    public string? FileName { get; }

    public string? ContentType { get; }

    /// <summary>A parameter of a header's value, with or without quotes.</summary>
    public static string? Parameter(string value, string name)
    {
        Match match = Regex.Match(value, $"(?:^|[;\\s]){name}=(?:\"(?<v>(?:[^\"\\\\]|\\\\.)*)\"|(?<v>[^;\\s]+))", RegexOptions.IgnoreCase);
        return match.Success
            ? match.Groups["v"].Value.Replace("\\\"", "\"").Replace("%22", "\"").Replace("%0D", "\r").Replace("%0A", "\n")
            : null;
    }

    /// <summary>The form with an asterisk, which .NET adds and which alone is safe for all names.</summary>
    private static string? ExtendedFileName(string value)
    {
        Match match = Regex.Match(value, "filename\\*=utf-8''(?<v>[^;\\s]+)", RegexOptions.IgnoreCase);
        return match.Success ? Uri.UnescapeDataString(match.Groups["v"].Value) : null;
    }
}
