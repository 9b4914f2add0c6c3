using System;
using ReplicatePS.Emulator.Runs;

namespace ReplicatePS.Emulator.Runners;

/// <summary>Always fails.</summary>
internal sealed class FailureRunner : Runner
{
    private readonly TimeSpan _boot;
    private readonly TimeSpan _work;

    public FailureRunner(TimeSpan boot, TimeSpan work)
    {
        _boot = boot;
        _work = work;
    }

    public override Script Plan(RunOrder order)
    {
        string error = order.Input.Text("message") ?? "It failed.";
        return new FailingScript(error, $"Working...\nTraceback (most recent call last):\nRuntimeError: {error}\n") { Boot = _boot, Duration = _work };
    }
}
