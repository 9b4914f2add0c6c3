namespace ReplicatePS.Core;

/// <summary>How far a row of a journal has come. The other states are those in which a run ends, of <see cref="RunStatus"/>.</summary>
public static class JournalState
{
    /// <summary>It was about to be sent; whether it arrived is not known.</summary>
    public const string Intended = "intended";

    /// <summary>Replicate took it, and it has an id.</summary>
    public const string Created = "created";

    /// <summary>Replicate refused it, so nothing was created and nothing is owed.</summary>
    public const string Refused = "refused";
}
