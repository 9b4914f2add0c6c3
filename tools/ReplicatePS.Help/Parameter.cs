using System.Collections.Generic;
using System.Linq;

namespace ReplicatePS.Help;

/// <summary>All that help says about one parameter.</summary>
public sealed record Parameter
{
    /// <summary>The name, without the dash.</summary>
    public required string Name { get; init; }

    /// <summary>The type as a user writes it, such as String[].</summary>
    public required string Type { get; init; }

    /// <summary>From the summary and the remarks of the property.</summary>
    public required IReadOnlyList<DocText> Description { get; init; }

    /// <summary>Other names.</summary>
    public required IReadOnlyList<string> Aliases { get; init; }

    /// <summary>The values that are accepted, when there is a fixed list of them.</summary>
    public required IReadOnlyList<string> Values { get; init; }

    /// <summary>What the parameter is when it is not given.</summary>
    public required string? Default { get; init; }

    /// <summary>Whether wildcards are understood.</summary>
    public required bool Wildcards { get; init; }

    /// <summary>What the parameter is in each set that it belongs to.</summary>
    public required IReadOnlyList<ParameterUse> Uses { get; init; }

    /// <summary>Whether it is a switch, which takes no value.</summary>
    public bool IsSwitch => Type == "SwitchParameter";

    /// <summary>Whether every set demands it.</summary>
    public bool Mandatory => Uses.All(use => use.Mandatory);

    /// <summary>The first position that any set gives it.</summary>
    public int? Position => Uses.Min(use => use.Position);

    /// <summary>How it takes values from the pipeline, in the words of Get-Help.</summary>
    public string PipelineInput => ParameterUse.DescribePipeline(Uses);
}

/// <summary>What a parameter is in one parameter set.</summary>
public sealed record ParameterUse(string Set, bool Mandatory, int? Position, bool ByValue, bool ByPropertyName)
{
    /// <summary>Says how values come from the pipeline, in the words of Get-Help.</summary>
    public static string DescribePipeline(IReadOnlyCollection<ParameterUse> uses)
    {
        var ways = new List<string>();
        if (uses.Any(use => use.ByPropertyName))
        {
            ways.Add("ByPropertyName");
        }

        if (uses.Any(use => use.ByValue))
        {
            ways.Add("ByValue");
        }

        return ways.Count == 0 ? "False" : $"True ({string.Join(", ", ways)})";
    }
}
