using System.Collections.Generic;
using System.Linq;

namespace ReplicatePS.Help;

/// <summary>What the help of every cmdlet must have.</summary>
public static class Completeness
{
    private const int FewestExamples = 2;

    /// <summary>Says what is missing, one sentence each.</summary>
    public static IEnumerable<string> FindGaps(IReadOnlyList<Cmdlet> cmdlets)
    {
        return cmdlets.SelectMany(cmdlet => FindTextGaps(cmdlet).Concat(FindOperationGaps(cmdlet))).Concat(FindDoubles(cmdlets));
    }

    private static IEnumerable<string> FindTextGaps(Cmdlet cmdlet)
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

    private static IEnumerable<string> FindOperationGaps(Cmdlet cmdlet)
    {
        foreach (ApiOperation operation in cmdlet.Operations)
        {
            if (operation.Name.Length == 0 || operation.Route.Length == 0)
            {
                yield return $"{cmdlet.Name} has an operation '{operation.Name}' that has no name, or no route here or elsewhere.";
            }

            // A cmdlet without sets has the one that means all of them.
            if (operation.IsShown && !cmdlet.Sets.Contains(operation.Set ?? Cmdlet.AllSets))
            {
                yield return $"{cmdlet.Name} has no parameter set '{operation.Set}' for {operation.Name}; it has {string.Join(", ", cmdlet.Sets)}.";
            }
        }
    }

    private static IEnumerable<string> FindDoubles(IEnumerable<Cmdlet> cmdlets)
    {
        var shown = cmdlets.SelectMany(cmdlet => cmdlet.Operations).Where(operation => operation.IsShown).ToList();
        return shown.GroupBy(operation => operation.Name).Concat(shown.GroupBy(operation => operation.Route))
            .Where(group => group.Count() > 1)
            .Select(group => $"{group.Key} has {group.Count()} examples in the table of operations; it needs one.");
    }
}
