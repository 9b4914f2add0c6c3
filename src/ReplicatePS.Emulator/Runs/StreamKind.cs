namespace ReplicatePS.Emulator.Runs;

/// <summary>What a run's stream brings.</summary>
internal enum StreamKind
{
    /// <summary>There is no stream.</summary>
    None,

    /// <summary>Pieces of text.</summary>
    Text,

    /// <summary>URLs of files.</summary>
    Files,
}
