namespace ReplicatePS.Emulator.Validation;

/// <summary>One thing wrong with a body, as the web service words it.</summary>
internal sealed record PointedFault(string Pointer, string Detail);
