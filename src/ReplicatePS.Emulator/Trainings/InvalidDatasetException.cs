using System;

namespace ReplicatePS.Emulator.Trainings;

/// <summary>Says why a training cannot use its dataset.</summary>
internal sealed class InvalidDatasetException : Exception
{
    public InvalidDatasetException(string message)
        : base(message)
    {
    }
}
