using System;
using System.Text.Json.Nodes;
using ReplicatePS.Emulator.Delivery;
using ReplicatePS.Emulator.Runs;

namespace ReplicatePS.Emulator.Runners;

/// <summary>Gives a file of any size, for measuring downloads.</summary>
internal sealed class BytesRunner : Runner
{
    private readonly TimeSpan _boot;

    public BytesRunner(TimeSpan boot)
    {
        _boot = boot;
    }

    public override Script Plan(RunOrder order) => new BytesScript((long)((order.Input.Number("megabytes") ?? 1) * 1_000_000)) { Boot = _boot };

    private sealed class BytesScript : Script
    {
        private const string Name = "bytes.bin";

        private readonly long _length;

        public BytesScript(long length)
        {
            _length = length;
        }

        public override JsonNode? OutputAt(TimeSpan elapsed, bool complete, Func<string, string> fileUrl) => complete ? fileUrl(Name) : null;

        public override Artifact? File(string name) =>
            name == Name ? new Artifact("application/octet-stream", () => new GeneratedStream(_length)) : null;
    }
}
