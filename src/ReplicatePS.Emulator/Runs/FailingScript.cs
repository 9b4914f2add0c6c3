using System;
using System.Text.Json.Nodes;

namespace ReplicatePS.Emulator.Runs;

/// <summary>A run that ends with an error.</summary>
internal sealed class FailingScript : Script
{
    private readonly string _logs;

    public FailingScript(string error, string logs = "")
    {
        Error = error;
        _logs = logs;
    }

    public override string LogsAt(TimeSpan elapsed) => _logs;

    public override JsonNode? OutputAt(TimeSpan elapsed, bool complete, Func<string, string> fileUrl) => null;
}
