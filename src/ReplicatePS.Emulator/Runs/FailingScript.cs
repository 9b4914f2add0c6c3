using System;
using System.Collections.Generic;
using System.Linq;
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

    public override StreamKind Stream => StreamKind.Text;

    public override IEnumerable<Telling> Tell(Func<string, string> fileUrl) =>
        _logs.Split(new[] { '\n' }, StringSplitOptions.RemoveEmptyEntries).Select(line => Telling.Log(TimeSpan.Zero, line));

    public override string LogsAt(TimeSpan elapsed) => _logs;

    public override JsonNode? OutputAt(TimeSpan elapsed, bool complete, Func<string, string> fileUrl) => null;
}
