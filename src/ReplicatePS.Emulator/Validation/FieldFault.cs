namespace ReplicatePS.Emulator.Validation;

/// <summary>One thing wrong with a body or an input, as the prediction service words it.</summary>
internal sealed record FieldFault(string Type, string Field, string Description);
