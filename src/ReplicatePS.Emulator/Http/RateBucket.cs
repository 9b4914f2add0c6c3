namespace ReplicatePS.Emulator.Http;

/// <summary>Which allowance a request draws on.</summary>
internal enum RateBucket
{
    /// <summary>600 a minute: creating predictions.</summary>
    Creates,

    /// <summary>60,000 a minute: reading one prediction.</summary>
    Reads,

    /// <summary>3,000 a minute: all else.</summary>
    Other,

    /// <summary>The files service counts nothing.</summary>
    None,
}
