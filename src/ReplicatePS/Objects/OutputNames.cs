using System;
using System.Collections.Concurrent;
using System.IO;
using ReplicatePS.Core;

namespace ReplicatePS;

/// <summary>Chooses the names of saved files, none of them twice in a pipeline.</summary>
internal sealed class OutputNames
{
    private readonly ConcurrentDictionary<string, bool> _taken = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// The name of a prediction's file holds its id, so a file of that name is that file. A bare URL tells nothing of the
    /// kind: its file gets a number where the name is taken.
    /// </summary>
    public string Choose(string folder, OutputLink link, string? predictionId, bool overwrite)
    {
        string name = predictionId is null ? link.FileName : $"{predictionId}-{link.FileName}";
        string stem = Path.GetFileNameWithoutExtension(name);
        string ending = Path.GetExtension(name);
        for (int number = 0; ; number++)
        {
            string path = Path.Combine(folder, number == 0 ? name : $"{stem}-{number}{ending}");
            bool isFree = predictionId is not null || overwrite || !File.Exists(path);
            if (isFree && _taken.TryAdd(path, true))
            {
                return path;
            }
        }
    }
}
