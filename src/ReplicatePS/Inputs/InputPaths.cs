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

    // What the attributes of a path are where there is nothing. They tell files from folders with one question to the system.
    private const FileAttributes Missing = (FileAttributes)(-1);

    private readonly string _place;
    private readonly string _location;
    private readonly IReadOnlyDictionary<string, string> _drives;

    private InputPaths(string place, string location, IReadOnlyDictionary<string, string> drives)
    {
        _place = place;
        _location = location;
        _drives = drives;
    }

    /// <summary>
    /// On the pipeline thread. PowerShell asks the system for all its mounts before it turns the name of a place into a path, so that is
    /// done only when the place has changed since the record before.
    /// </summary>
    public static InputPaths Of(SessionState session, InputPaths? before)
    {
        PathInfo here = session.Path.CurrentFileSystemLocation;
        string place = here.Path;
        return before?._place == place ? before : new InputPaths(
            place,
            here.ProviderPath,
            before?._drives ?? session.Drive.GetAllForProvider("FileSystem").ToDictionary(drive => drive.Name, drive => drive.Root, StringComparer.OrdinalIgnoreCase));
    }

    /// <summary>Whether a text is a link already.</summary>
    public static bool IsLink(string text) => Link.IsMatch(text) && !text.StartsWith("file:", StringComparison.OrdinalIgnoreCase);

    /// <summary>The file that a text names; null when there is none.</summary>
    public FileInfo? Find(string text)
    {
        try
        {
            FileInfo file = new(Resolve(text.Trim()));
            FileAttributes attributes = file.Attributes;
            return attributes == Missing ? null : (attributes & FileAttributes.Directory) == 0 ? file
                : throw ReplicateException.Invalid($"The input names the folder '{file.FullName}'. Give a file; Compress-Archive makes one of a folder.");
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
