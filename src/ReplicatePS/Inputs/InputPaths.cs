using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Text.RegularExpressions;
using ReplicatePS.Core;

namespace ReplicatePS;

/// <summary>
/// Finds the files that text in an input names, from the location that PowerShell had when the record came. Which texts are paths is
/// known only when the schema is, and by then the pipeline thread may be waiting for the next record.
/// </summary>
internal sealed class InputPaths
{
    private static readonly Regex Link = new("^([a-z][a-z0-9+.-]*://|data:)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);
    private static readonly Regex OnDrive = new(@"^(?<drive>[^:\\/]{2,}):(?<rest>.*)$", RegexOptions.CultureInvariant | RegexOptions.Singleline);

    private readonly string _location;
    private readonly IReadOnlyDictionary<string, string> _drives;

    private InputPaths(string location, IReadOnlyDictionary<string, string> drives)
    {
        _location = location;
        _drives = drives;
    }

    /// <summary>On the pipeline thread.</summary>
    public static InputPaths Of(SessionState session, InputPaths? before) => new(
        session.Path.CurrentFileSystemLocation.ProviderPath,
        before?._drives ?? session.Drive.GetAllForProvider("FileSystem").ToDictionary(drive => drive.Name, drive => drive.Root, StringComparer.OrdinalIgnoreCase));

    /// <summary>Whether a text is a link already.</summary>
    public static bool IsLink(string text) => Link.IsMatch(text) && !text.StartsWith("file:", StringComparison.OrdinalIgnoreCase);

    /// <summary>The file that a text names; null when there is none.</summary>
    public FileInfo? Find(string text)
    {
        try
        {
            FileInfo file = new(Resolve(text.Trim()));
            return file.Exists ? file : Directory.Exists(file.FullName)
                ? throw ReplicateException.Invalid($"The input names the folder '{file.FullName}'. Give a file; Compress-Archive makes one of a folder.")
                : null;
        }
        catch (Exception fault) when (fault is ArgumentException or NotSupportedException or IOException or UnauthorizedAccessException or UriFormatException)
        {
            return null;
        }
    }

    /// <summary>Whether a text names a file that is there. Text of some length is none.</summary>
    public bool IsFile(string text) => text.Length is > 0 and < 1024 && !text.Contains("\n") && !IsLink(text) && IsThere(text);

    private bool IsThere(string text)
    {
        try
        {
            return Find(text) is not null;
        }
        catch (ReplicateException)
        {
            // A folder; whether that matters the schema tells.
            return false;
        }
    }

    private string Resolve(string text)
    {
        if (text.StartsWith("file:", StringComparison.OrdinalIgnoreCase))
        {
            return new Uri(text).LocalPath;
        }

        if (text == "~" || text.StartsWith("~/", StringComparison.Ordinal) || text.StartsWith(@"~\", StringComparison.Ordinal))
        {
            return Environment.GetFolderPath(Environment.SpecialFolder.UserProfile) + text.Substring(1);
        }

        Match drive = OnDrive.Match(text);
        return drive.Success && _drives.TryGetValue(drive.Groups["drive"].Value, out string? root)
            ? Path.Combine(root, drive.Groups["rest"].Value.TrimStart('/', '\\'))
            : Path.GetFullPath(Path.Combine(_location, text));
    }
}
