using System;
using System.Linq;

namespace ReplicatePS;

/// <summary>Something that a search of everything has found: a model, a collection, or a page of the web site.</summary>
public sealed class SearchResult : ReplicateObject
{
    private SearchResult(Core.ApiObject wire, string type, string? name)
        : base(wire)
    {
        Type = type;
        Name = name;
    }

    /// <summary><c>Model</c>, <c>Collection</c> or <c>Page</c>.</summary>
    public string Type { get; }

    /// <summary>The model's <c>owner/name</c>, the collection's slug, or the page's title.</summary>
    public string? Name { get; }

    /// <summary>What it is about.</summary>
    public string? Description { get; private init; }

    /// <summary>Its page.</summary>
    public string? Url { get; private init; }

    /// <summary>The model, as every <c>-Model</c> parameter takes it; null for what is none.</summary>
    public string? Model { get; private init; }

    /// <summary>The collection, as <c>Get-ReplicateCollection</c> takes it; null for what is none.</summary>
    public string? Slug { get; private init; }

    /// <summary>Words for what a model does, a list.</summary>
    public object Tags { get; private init; } = PowerShellJson.ToCell(Array.Empty<string>())!;

    /// <summary>How well a model matches; null when Replicate does not say.</summary>
    public double? Score { get; private init; }

    /// <summary>The name, so that text stands for the object.</summary>
    /// <returns>The name.</returns>
    public override string ToString() => Name ?? string.Empty;

    internal static SearchResult Of(Core.FoundModel found)
    {
        Core.Model model = found.Model;
        return new SearchResult(found, "Model", model.FullName)
        {
            Model = model.FullName,
            Description = found.GeneratedDescription ?? model.Description,
            Url = model.Url ?? Page(model.FullName),
            Tags = PowerShellJson.ToCell(found.Tags.ToArray())!,
            Score = found.Score,
        };
    }

    internal static SearchResult Of(Core.Collection found) => new(found, "Collection", found.Slug)
    {
        Slug = found.Slug,
        Description = found.Description ?? found.Name,
        Url = Page("collections/" + found.Slug),
    };

    internal static SearchResult Of(Core.FoundPage found) => new(found, "Page", found.Name) { Url = Page(found.Href) };

    private static string? Page(string? href) =>
        href is null ? null
        : Uri.TryCreate(new Uri("https://replicate.com/"), href, out Uri? address) ? address.AbsoluteUri
        : href;
}
