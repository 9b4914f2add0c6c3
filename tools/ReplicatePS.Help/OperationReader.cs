using System;
using System.Collections.Generic;
using System.Linq;
using System.Xml.Linq;

namespace ReplicatePS.Help;

/// <summary>Reads which operations of the API a cmdlet calls.</summary>
/// <remarks>
/// The cmdlet that is the way to an operation says its route and has an example. Others that call it too say its name alone, and
/// get the route from that one.
/// </remarks>
internal static class OperationReader
{
    /// <summary>Reads the operation elements of a cmdlet's comment.</summary>
    public static IReadOnlyList<ApiOperation> Read(XElement comment)
    {
        return comment.Elements("operation")
            .Select(operation => new ApiOperation(
                operation.Attribute("name")?.Value ?? string.Empty,
                operation.Attribute("route")?.Value ?? string.Empty,
                operation.Attribute("set")?.Value,
                operation.Element("code") is { } code ? DocText.Unindent(code) : string.Empty))
            .ToList();
    }

    /// <summary>Gives operations without a route that of their name, and says the routes in the descriptions.</summary>
    public static IReadOnlyList<Cmdlet> Resolve(IReadOnlyList<Cmdlet> cmdlets)
    {
        var routes = cmdlets.SelectMany(cmdlet => cmdlet.Operations).Where(operation => operation.Route.Length > 0)
            .ToLookup(operation => operation.Name, operation => operation.Route);
        return cmdlets.Select(cmdlet =>
        {
            var operations = cmdlet.Operations
                .Select(operation => operation.Route.Length > 0 ? operation : operation with { Route = routes[operation.Name].FirstOrDefault() ?? string.Empty })
                .ToList();
            return cmdlet with { Operations = operations, Description = [.. cmdlet.Description, .. Describe(operations)] };
        }).ToList();
    }

    private static IEnumerable<DocText> Describe(IReadOnlyList<ApiOperation> operations)
    {
        if (operations.Count > 0)
        {
            var word = operations.Count == 1 ? "operation" : "operations";
            yield return new DocText(
                $"API {word}: {string.Join(", ", operations.Select(operation => operation.Route))}.",
                $"API [{word}](../{OperationPage.FileName}): {string.Join(", ", operations.Select(operation => $"`{operation.Route}`"))}.");
        }
    }
}
