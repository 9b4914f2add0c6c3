namespace ReplicatePS.Core;

/// <summary>What models are listed by.</summary>
public enum ModelSort
{
    /// <summary>When the newest version was pushed.</summary>
    LatestVersionCreatedAt,

    /// <summary>When the model was created.</summary>
    ModelCreatedAt,
}
