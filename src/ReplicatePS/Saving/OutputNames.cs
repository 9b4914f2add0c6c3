using System;
using System.Collections.Concurrent;
using System.IO;
using System.Linq;

namespace ReplicatePS.Saving;

/// <summary>Chooses the paths of saved files, none of them twice in a pipeline, however a file system compares names.</summary>
internal sealed class OutputNames
{
    private readonly ConcurrentDictionary<string, bool> _taken = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>A path for a name; with a number where the name is taken.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="name">The name, which must be safe.</param>
    /// <param name="mayExist">Whether a file of that name is the file that is meant, or may be replaced.</param>
    public string Choose(string folder, string name, bool mayExist)
    {
        string ending = Path.GetExtension(name);
        string stem = name.Substring(0, name.Length - ending.Length);
        for (int number = 0; ; number++)
        {
            string path = Path.Combine(folder, number == 0 ? name : $"{stem}-{number}{ending}");
            if ((mayExist || !File.Exists(path)) && _taken.TryAdd(path, true))
            {
                return path;
            }
        }
    }

    /// <summary>The file of a name whose ending is not known; null when there is none.</summary>
    public static string? Find(string folder, string name)
    {
        string path = Path.Combine(folder, name);
        return File.Exists(path) ? path
            : Directory.Exists(folder) ? Directory.EnumerateFiles(folder, name + ".*").FirstOrDefault()
            : null;
    }
}
