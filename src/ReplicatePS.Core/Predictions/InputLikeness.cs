namespace ReplicatePS.Core;

/// <summary>How the inputs of a prediction compare with those that are looked for.</summary>
internal enum InputLikeness
{
    /// <summary>They are others.</summary>
    Other,

    /// <summary>They cannot be compared: Replicate has removed them, or shows less of them than was sent.</summary>
    Open,

    /// <summary>All that was sent is there, and more, such as defaults.</summary>
    More,

    /// <summary>They are the same.</summary>
    Same,
}
