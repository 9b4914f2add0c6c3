namespace ReplicatePS.Core;

/// <summary>The parts of a version's schema.</summary>
public enum SchemaKind
{
    /// <summary>What a prediction takes.</summary>
    Input,

    /// <summary>What a prediction gives.</summary>
    Output,

    /// <summary>What a training takes.</summary>
    Training,
}
