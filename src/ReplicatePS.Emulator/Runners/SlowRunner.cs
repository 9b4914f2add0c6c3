using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using ReplicatePS.Emulator.Runs;

namespace ReplicatePS.Emulator.Runners;

/// <summary>Takes as long as it is told, and logs its progress.</summary>
internal sealed class SlowRunner : Runner
{
    public override Script Plan(RunOrder order) => new SlowScript(Seconds(order, "seconds")) { Boot = Seconds(order, "boot_seconds") };

    private static TimeSpan Seconds(RunOrder order, string name) => TimeSpan.FromSeconds(order.Input.Number(name) ?? 0);

    private sealed class SlowScript : Script
    {
        private const int Steps = 100;

        public SlowScript(TimeSpan duration)
        {
            Duration = duration;
        }

        public override StreamKind Stream => StreamKind.Text;

        private ProgressLog Log => new("Working slowly...", Steps, Duration);

        private string Answer => FormattableString.Invariant($"Done after {Duration.TotalSeconds} seconds.");

        public override IEnumerable<Telling> Tell(Func<string, string> fileUrl) => Log.Lines().Append(Telling.Output(Duration, Answer));

        public override string LogsAt(TimeSpan elapsed) => Log.At(elapsed);

        public override JsonNode? OutputAt(TimeSpan elapsed, bool complete, Func<string, string> fileUrl) =>
            complete ? Answer : null;
    }
}
