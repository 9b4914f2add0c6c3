using System;
using System.Collections.Generic;
using System.Linq;

namespace ReplicatePS.Core;

/// <summary>Finds what a user meant to write.</summary>
internal static class Spelling
{
    /// <summary>The name that is most like one that was given; null when none is like it.</summary>
    public static string? Nearest(string given, IEnumerable<string> names)
    {
        string bare = Bare(given);
        return names
            .Select(name => (Name: name, Steps: Steps(bare, Bare(name))))
            .Where(candidate => candidate.Steps <= Math.Max(1, Math.Min(bare.Length, Bare(candidate.Name).Length) / 3))
            .OrderBy(candidate => candidate.Steps)
            .Select(candidate => candidate.Name)
            .FirstOrDefault();
    }

    // Num Outputs, num-outputs and numOutputs all mean num_outputs.
    private static string Bare(string name) => new(name.Where(char.IsLetterOrDigit).Select(char.ToLowerInvariant).Take(64).ToArray());

    /// <summary>How many letters must be put in, taken out, changed or swapped with the next one.</summary>
    private static int Steps(string from, string to)
    {
        int[,] steps = new int[from.Length + 1, to.Length + 1];
        for (int i = 0; i <= from.Length; i++)
        {
            for (int j = 0; j <= to.Length; j++)
            {
                if (i == 0 || j == 0)
                {
                    steps[i, j] = i + j;
                    continue;
                }

                int change = steps[i - 1, j - 1] + (from[i - 1] == to[j - 1] ? 0 : 1);
                steps[i, j] = Math.Min(change, Math.Min(steps[i - 1, j], steps[i, j - 1]) + 1);
                if (i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1])
                {
                    steps[i, j] = Math.Min(steps[i, j], steps[i - 2, j - 2] + 1);
                }
            }
        }

        return steps[from.Length, to.Length];
    }
}
