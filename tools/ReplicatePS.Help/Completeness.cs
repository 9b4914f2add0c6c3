using System.Collections.Generic;

namespace ReplicatePS.Help;

/// <summary>What the help of every cmdlet must have.</summary>
public static class Completeness
{
    private const int FewestExamples = 2;

    /// <summary>Says what is missing, one sentence each.</summary>
    public static IEnumerable<string> FindGaps(IEnumerable<Cmdlet> cmdlets)
    {
        foreach (Cmdlet cmdlet in cmdlets)
        {
            if (cmdlet.Synopsis.IsEmpty)
            {
                yield return $"{cmdlet.Name} has no summary.";
            }

            if (cmdlet.Examples.Count < FewestExamples)
            {
                yield return $"{cmdlet.Name} has {cmdlet.Examples.Count} examples; it needs {FewestExamples}.";
            }

            foreach (Example example in cmdlet.Examples)
            {
                if (example.Title.Length == 0 || example.Code.Length == 0)
                {
                    yield return $"{cmdlet.Name} has an example without a title or without code.";
                }
            }

            foreach (Parameter parameter in cmdlet.Parameters)
            {
                if (parameter.Description.Count == 0)
                {
                    yield return $"{cmdlet.Name} -{parameter.Name} has no summary.";
                }
            }
        }
    }
}
