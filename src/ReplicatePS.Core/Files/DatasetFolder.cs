using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace ReplicatePS.Core;

/// <summary>
/// The files below a folder, and names for them that lead out of no folder, wherever the zip with them is opened. Links are
/// not followed: they may lead anywhere, also back to where one came from.
/// </summary>
internal sealed class DatasetFolder
{
    private readonly List<(FileInfo File, string Name)> _files = new();

    // By folder and name without ending, so that a picture and its caption stay together.
    private readonly Dictionary<string, string> _stems = new(StringComparer.Ordinal);
    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);

    public DatasetFolder(DirectoryInfo root)
    {
        Collect(root, string.Empty);
    }

    /// <summary>Each file with its name in the zip.</summary>
    public IReadOnlyList<(FileInfo File, string Name)> Files => _files;

    /// <summary>How many links there are, to files or to folders.</summary>
    public int Links { get; private set; }

    public static string WithoutEnding(string name) => name.Substring(0, name.Length - Path.GetExtension(name).Length);

    private void Collect(DirectoryInfo folder, string prefix)
    {
        foreach (FileSystemInfo entry in folder.EnumerateFileSystemInfos().OrderBy(entry => entry.Name, StringComparer.Ordinal))
        {
            if ((entry.Attributes & FileAttributes.Hidden) != 0 || entry.Name.StartsWith(".", StringComparison.Ordinal))
            {
                continue;
            }

            if ((entry.Attributes & FileAttributes.ReparsePoint) != 0)
            {
                Links++;
            }
            else if (entry is DirectoryInfo below)
            {
                Collect(below, $"{prefix}{Stem(prefix, below.Name + "/")}/");
            }
            else
            {
                _files.Add(((FileInfo)entry, prefix + Stem(prefix, WithoutEnding(entry.Name)) + OutputLink.Usable(entry.Extension).TrimEnd(' ', '.')));
            }
        }
    }

    /// <summary>A name that every system takes; the same for the same name, and another for another.</summary>
    private string Stem(string prefix, string name)
    {
        if (!_stems.TryGetValue(prefix + name, out string? stem))
        {
            string usable = OutputLink.OffDevices(OutputLink.Usable(name.TrimEnd('/')).Trim(' ', '.'));
            usable = usable.Length > 0 ? usable : "_";
            stem = usable;
            for (int number = 1; !_taken.Add(prefix + stem); number++)
            {
                stem = $"{usable}-{number}";
            }

            _stems.Add(prefix + name, stem);
        }

        return stem;
    }
}
