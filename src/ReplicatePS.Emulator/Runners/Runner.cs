using ReplicatePS.Emulator.Runs;

namespace ReplicatePS.Emulator.Runners;

/// <summary>What does the work of a version.</summary>
internal abstract class Runner
{
    /// <summary>Settles what a prediction is going to do.</summary>
    public abstract Script Plan(RunOrder order);
}
