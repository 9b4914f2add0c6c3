using System;
using System.Collections.Generic;
using System.Text.Json.Nodes;
using ReplicatePS.Emulator.Runs;

namespace ReplicatePS.Emulator.Runners;

/// <summary>Gives back the text that it is given, at once.</summary>
internal sealed class EchoRunner : Runner
{
    private readonly TimeSpan _boot;

    public EchoRunner(TimeSpan boot)
    {
        _boot = boot;
    }

    public override Script Plan(RunOrder order) => new EchoScript(order.Input.Text("text") ?? "") { Boot = _boot };

    private sealed class EchoScript : Script
    {
        private readonly string _text;

        public EchoScript(string text)
        {
            _text = text;
        }

        public override StreamKind Stream => StreamKind.Text;

        public override IEnumerable<Telling> Tell(Func<string, string> fileUrl) => new[] { Telling.Output(Duration, _text) };

        public override JsonNode? OutputAt(TimeSpan elapsed, bool complete, Func<string, string> fileUrl) => complete ? _text : null;
    }
}
