using System;
using System.Text.Json.Nodes;
using ReplicatePS.Emulator.Http;

namespace ReplicatePS.Emulator.Runs;

/// <summary>Something that a run's stream tells.</summary>
/// <param name="At">After how long of working.</param>
/// <param name="Event">The name of the event.</param>
/// <param name="Data">What comes with it.</param>
internal sealed record Telling(TimeSpan At, string Event, string Data)
{
    public static Telling Output(TimeSpan at, string data) => new(at, "output", data);

    public static Telling Log(TimeSpan at, string line) => new(at, "logs", line);

    /// <summary>What is told in the end, besides what the run has made.</summary>
    public static Telling[] Ending(RunState state, string? error) => state.Status switch
    {
        RunStatus.Succeeded => new[] { Done(state, "{}") },
        RunStatus.Failed => new[] { new Telling(state.Elapsed, "error", Text("detail", error ?? "")), Done(state, Text("reason", "error")) },
        _ => new[] { Done(state, Text("reason", "canceled")) },
    };

    private static Telling Done(RunState state, string data) => new(state.Elapsed, "done", data);

    private static string Text(string name, string value) => Json.WebText(new JsonObject { [name] = value });
}
