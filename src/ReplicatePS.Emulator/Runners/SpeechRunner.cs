using System;
using System.IO;
using System.Text.Json.Nodes;
using ReplicatePS.Emulator.Runs;
using ReplicatePS.Emulator.Sound;

namespace ReplicatePS.Emulator.Runners;

/// <summary>Turns text into sound: a tone for every word.</summary>
internal sealed class SpeechRunner : Runner
{
    private readonly TimeSpan _boot;
    private readonly TimeSpan _work;

    public SpeechRunner(TimeSpan boot, TimeSpan work)
    {
        _boot = boot;
        _work = work;
    }

    public override Script Plan(RunOrder order) => new SpeechScript(
        order.Input.Text("text") ?? "",
        order.Input.Text("voice") ?? "",
        order.Input.Number("speed") ?? 1) { Boot = _boot, Duration = _work };

    private sealed class SpeechScript : Script
    {
        private const string Name = "output.wav";

        private readonly string _text;
        private readonly string _voice;
        private readonly double _speed;

        public SpeechScript(string text, string voice, double speed)
        {
            _text = text;
            _voice = voice;
            _speed = speed;
        }

        public override JsonNode? OutputAt(TimeSpan elapsed, bool complete, Func<string, string> fileUrl) => complete ? fileUrl(Name) : null;

        public override Artifact? File(string name) =>
            name == Name ? new Artifact("audio/wav", () => new MemoryStream(Melody.Wav(_text, _voice, _speed), writable: false)) : null;
    }
}
