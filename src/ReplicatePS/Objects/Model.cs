using System;

namespace ReplicatePS;

/// <summary>A model: what is run, fine-tuned and deployed.</summary>
public sealed class Model : ReplicateObject
{
    private readonly Core.Model _model;
    private object? _defaultExample;

    internal Model(Core.Model model)
        : base(model)
    {
        _model = model;
    }

    /// <summary>The owner's name.</summary>
    public string Owner => _model.Owner;

    /// <summary>The name without its owner.</summary>
    public string Name => _model.Name;

    /// <summary>Owner and name, as every <c>-Model</c> parameter takes it.</summary>
    public string FullName => _model.FullName;

    /// <summary>What it does.</summary>
    public string? Description => _model.Description;

    /// <summary><c>public</c> or <c>private</c>.</summary>
    public string? Visibility => _model.Visibility;

    /// <summary>Whether it is always on and runs without a version.</summary>
    public bool IsOfficial => _model.IsOfficial;

    /// <summary>How often it ran.</summary>
    public long RunCount => _model.RunCount;

    /// <summary>The id of its newest version; null when it has none yet.</summary>
    public string? LatestVersion => _model.LatestVersion?.Id;

    /// <summary>When its newest version was pushed.</summary>
    public DateTimeOffset? LatestVersionCreatedAt => _model.LatestVersion?.CreatedAt;

    /// <summary>The version of Cog that its newest version was built with.</summary>
    public string? CogVersion => _model.LatestVersion?.CogVersion;

    /// <summary>When it was created.</summary>
    public DateTimeOffset? CreatedAt => _model.CreatedAt;

    /// <summary>Its page.</summary>
    public string? Url => _model.Url;

    /// <summary>Where its code is.</summary>
    public string? GitHubUrl => _model.GitHubUrl;

    /// <summary>Where its paper is.</summary>
    public string? PaperUrl => _model.PaperUrl;

    /// <summary>Where its licence is.</summary>
    public string? LicenseUrl => _model.LicenseUrl;

    /// <summary>Where its weights are.</summary>
    public string? WeightsUrl => _model.WeightsUrl;

    /// <summary>The picture on its page.</summary>
    public string? CoverImageUrl => _model.CoverImageUrl;

    /// <summary>A prediction that its author shows as an example; null when there is none.</summary>
    public object? DefaultExample => _defaultExample ??= PowerShellJson.ToCell(_model.DefaultExample?.Json);

    /// <summary>Owner and name, so that text stands for the object.</summary>
    /// <returns>Owner and name.</returns>
    public override string ToString() => FullName;
}
