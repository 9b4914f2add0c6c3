using System.Text.Json.Nodes;

namespace ReplicatePS.Core;

/// <summary>What is to change about a model. What is null stays; an empty text takes away what is there.</summary>
public sealed class ModelChange
{
    /// <summary>What it does.</summary>
    public string? Description { get; init; }

    /// <summary>Its readme, in Markdown.</summary>
    public string? Readme { get; init; }

    /// <summary>Where its code is.</summary>
    public string? GitHubUrl { get; init; }

    /// <summary>Where its paper is.</summary>
    public string? PaperUrl { get; init; }

    /// <summary>Where its weights are.</summary>
    public string? WeightsUrl { get; init; }

    /// <summary>Where its licence is.</summary>
    public string? LicenseUrl { get; init; }

    /// <summary>Whether nothing changes.</summary>
    public bool IsEmpty => ToBody().Count == 0;

    /// <summary>Whether a model has all these texts already. Its readme is not part of it, and is compared by who has read it.</summary>
    /// <param name="model">The model as it is.</param>
    /// <returns>Whether nothing but the readme would change.</returns>
    public bool IsDoneIn(Model model) =>
        Same(Description, model.Description)
        && Same(GitHubUrl, model.GitHubUrl)
        && Same(PaperUrl, model.PaperUrl)
        && Same(WeightsUrl, model.WeightsUrl)
        && Same(LicenseUrl, model.LicenseUrl);

    internal JsonObject ToBody()
    {
        JsonObject body = new();
        Add(body, "description", Description);
        Add(body, "readme", Readme);
        Add(body, "github_url", GitHubUrl);
        Add(body, "paper_url", PaperUrl);
        Add(body, "weights_url", WeightsUrl);
        Add(body, "license_url", LicenseUrl);
        return body;
    }

    // What is taken away is not there.
    private static bool Same(string? wanted, string? present) => wanted is null || wanted == (present ?? string.Empty);

    private static void Add(JsonObject body, string name, string? value)
    {
        if (value is not null)
        {
            body[name] = value;
        }
    }
}
