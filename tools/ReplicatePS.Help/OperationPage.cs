using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace ReplicatePS.Help;

/// <summary>Writes the page that shows the way to each operation of the API.</summary>
public static class OperationPage
{
    /// <summary>The page's name in docs.</summary>
    public const string FileName = "operations.md";

    private const string Introduction =
        """
        # The API's operations

        Every operation of Replicate's HTTP API, and the command that calls it. This page is written from the comments in the source. A
        test runs each example on the emulator, and looks in its journal whether the operation was asked for.

        `$prediction`, `$training` and `$file` in the examples are what the commands `New-ReplicatePrediction`, `New-ReplicateTraining` and
        `New-ReplicateFile` gave; their ids do as well. `$version` is the id of a version, and `$link` is a signed link to a file.

        What is not in the table, such as an operation that is new, can be called with [Invoke-ReplicateRequest](cmdlets/Invoke-ReplicateRequest.md).

        """;

    /// <summary>Writes the page.</summary>
    public static string Write(IEnumerable<Cmdlet> cmdlets)
    {
        var page = new StringBuilder(Introduction.ReplaceLineEndings("\n"));
        page.Append("\n| operation | method and path | command | parameter set | example |\n|---|---|---|---|---|\n");
        var rows = cmdlets.SelectMany(cmdlet => cmdlet.Operations.Where(operation => operation.IsShown), (cmdlet, operation) => (cmdlet, operation));
        foreach ((Cmdlet cmdlet, ApiOperation operation) in rows.OrderBy(row => row.operation.Name, StringComparer.Ordinal))
        {
            page.Append($"| `{operation.Name}` | `{operation.Route}` | [{cmdlet.Name}](cmdlets/{cmdlet.Name}.md) | {operation.Set ?? "(All)"} | ");
            page.Append($"`{operation.Example.Replace("|", "\\|", StringComparison.Ordinal)}` |\n");
        }

        return page.ToString();
    }
}
