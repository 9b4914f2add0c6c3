namespace ReplicatePS.Core;

/// <summary>A model that is to be created.</summary>
public sealed class NewModel
{
    /// <summary>Who will own it: the token's account.</summary>
    public required string Owner { get; init; }

    /// <summary>Its name, unique for the owner.</summary>
    public required string Name { get; init; }

    /// <summary><c>public</c> or <c>private</c>.</summary>
    public string Visibility { get; init; } = "private";

    /// <summary>The SKU that its versions run on.</summary>
    public required string Hardware { get; init; }

    /// <summary>What it does.</summary>
    public string? Description { get; init; }

    /// <summary>Where its code is.</summary>
    public string? GitHubUrl { get; init; }

    /// <summary>Where its paper is.</summary>
    public string? PaperUrl { get; init; }

    /// <summary>Where its licence is.</summary>
    public string? LicenseUrl { get; init; }

    /// <summary>An image for its page.</summary>
    public string? CoverImageUrl { get; init; }
}
