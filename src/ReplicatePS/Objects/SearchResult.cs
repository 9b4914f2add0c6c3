using System;

namespace ReplicatePS;

/// <summary>Something that a search of everything has found: a model, a collection, or a page of the web site.</summary>
public sealed class SearchResult
{
    private SearchResult(string type, string? name)
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

    /// <summary>Words for what a model does.</summary>
    public string[] Tags { get; private init; } = Array.Empty<string>();

    /// <summary>How well a model matches; null when Replicate does not say.</summary>
    public double? Score { get; private init; }

    /// <summary>The name, so that text stands for the object.</summary>
    /// <returns>The name.</returns>
    public override string ToString() => Name ?? string.Empty;

    internal static SearchResult Of(Core.FoundModel found)
    {
        Core.Model model = found.Model;
        string[] tags = new string[found.Tags.Count];
        for (int i = 0; i < tags.Length; i++)
        {
            tags[i] = found.Tags[i];
        }

        return new SearchResult("Model", model.FullName)
        {
            Model = model.FullName,
            Description = found.GeneratedDescription ?? model.Description,
            Url = model.Url ?? Page(model.FullName),
            Tags = tags,
            Score = found.Score,
        };
    }

    internal static SearchResult Of(Core.Collection found) => new("Collection", found.Slug)
    {
        Slug = found.Slug,
        Description = found.Description ?? found.Name,
        Url = Page("collections/" + found.Slug),
    };

    internal static SearchResult Of(Core.FoundPage found) => new("Page", found.Name) { Url = Page(found.Href) };

    private static string? Page(string? href) =>
        href is null ? null
        : Uri.TryCreate(new Uri("https://replicate.com/"), href, out Uri? address) ? address.AbsoluteUri
        : href;
}
