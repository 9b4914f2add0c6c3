using System.Collections.Generic;
using System.Linq;

namespace ReplicatePS.Help;

/// <summary>All that help says about one cmdlet.</summary>
public sealed record Cmdlet
{
    /// <summary>The name of the parameter set that means all of them.</summary>
    public const string AllSets = "__AllParameterSets";

    /// <summary>The verb, such as Get.</summary>
    public required string Verb { get; init; }

    /// <summary>The noun, such as ReplicateModel.</summary>
    public required string Noun { get; init; }

    /// <summary>One sentence, from the summary of the class.</summary>
    public required DocText Synopsis { get; init; }

    /// <summary>From the remarks of the class.</summary>
    public required IReadOnlyList<DocText> Description { get; init; }

    /// <summary>From the examples of the class.</summary>
    public required IReadOnlyList<Example> Examples { get; init; }

    /// <summary>The operations of the API behind it.</summary>
    public required IReadOnlyList<ApiOperation> Operations { get; init; }

    /// <summary>The parameters, inherited ones included.</summary>
    public required IReadOnlyList<Parameter> Parameters { get; init; }

    /// <summary>The names of the parameter sets, the default one first.</summary>
    public required IReadOnlyList<string> Sets { get; init; }

    /// <summary>The types that the pipeline takes by value.</summary>
    public required IReadOnlyList<DocumentedType> Inputs { get; init; }

    /// <summary>The types that come out.</summary>
    public required IReadOnlyList<DocumentedType> Outputs { get; init; }

    /// <summary>Where to read on.</summary>
    public required IReadOnlyList<Link> Links { get; init; }

    /// <summary>The whole name, such as Get-ReplicateModel.</summary>
    public string Name => $"{Verb}-{Noun}";

    /// <summary>The page about this cmdlet on the web, if the cmdlet names one.</summary>
    public string? OnlinePage => Links.FirstOrDefault(link => link.IsOnlinePage)?.Target;

    /// <summary>Gives the parameters of one set in the order of a syntax line: by position, then mandatory, then the others.</summary>
    public IEnumerable<(Parameter Parameter, ParameterUse Use)> SyntaxOf(string set)
    {
        return Parameters
            .SelectMany(parameter => parameter.Uses, (parameter, use) => (Parameter: parameter, Use: use))
            .Where(pair => pair.Use.Set == set || pair.Use.Set == AllSets)
            .OrderBy(pair => pair.Use.Position ?? int.MaxValue)
            .ThenByDescending(pair => pair.Use.Mandatory);
    }
}

/// <summary>An example: a title, what to type, and what it does.</summary>
public sealed record Example(string Title, string Code, IReadOnlyList<DocText> Remarks);

/// <summary>A type that goes in or comes out, and what its comment says.</summary>
public sealed record DocumentedType(string Name, DocText Summary);

/// <summary>A place to read on: another cmdlet, or a page on the web.</summary>
public sealed record Link(string Text, string? Target, bool IsOnlinePage);
