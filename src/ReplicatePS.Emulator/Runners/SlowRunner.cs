using System;
using System.Text;
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

        public override string LogsAt(TimeSpan elapsed)
        {
            var step = TimeSpan.FromTicks(Math.Max(1, Duration.Ticks / Steps));
            int done = (int)Math.Min(Steps, elapsed.Ticks / step.Ticks);
            var log = new StringBuilder("Working slowly...\n");
            for (int i = 0; i <= done; i++)
            {
                log.Append(ProgressBar.Line(i, Steps, step)).Append('\n');
            }

            return log.ToString();
        }

        public override JsonNode? OutputAt(TimeSpan elapsed, bool complete, Func<string, string> fileUrl) =>
            complete ? FormattableString.Invariant($"Done after {Duration.TotalSeconds} seconds.") : null;
    }
}
