using System;

namespace ReplicatePS.Core;

/// <summary>On what terms a file is saved.</summary>
public sealed class SaveTerms
{
    /// <summary>Whether a file that is there is replaced.</summary>
    public bool Overwrite { get; init; }

    /// <summary>What the file has to be: its size and checksums are compared. Null where nothing is known of it but what its server says.</summary>
    public ReplicateFile? Expected { get; init; }

    /// <summary>Chooses the final path once it is known what came; null keeps the path that was given.</summary>
    public Func<Delivery, string>? PathFor { get; init; }

    /// <summary>Is told how many bytes have come.</summary>
    public IProgress<long>? Progress { get; init; }
}
