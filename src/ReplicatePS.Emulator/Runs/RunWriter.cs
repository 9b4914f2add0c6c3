using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;
using ReplicatePS.Emulator.Http;
using ReplicatePS.Emulator.Streams;

namespace ReplicatePS.Emulator.Runs;

/// <summary>
/// Writes runs in the two shapes of the API. The prediction service leaves out what it does not know and sorts input by name;
/// the web service writes nulls and sorts input by the length of the name.
/// </summary>
internal sealed class RunWriter
{
    private readonly EmulatorOptions _options;
    private readonly StreamAddress _streams;

    public RunWriter(EmulatorOptions options, StreamAddress streams)
    {
        _options = options;
        _streams = streams;
    }

    public EmulatorResponse Edge(int status, Run run, DateTimeOffset now, Exchange exchange, bool isCreate, bool isBlocking = false) =>
        Json.EdgeResponse(status, writer => WriteEdge(writer, run, now, exchange.Origin, isCreate, isBlocking));

    public EmulatorResponse Web(Run run, DateTimeOffset now, Exchange exchange, string path) =>
        Json.WebResponse(200, writer => WriteWeb(writer, run, now, exchange.Origin, path, withLogs: true));

    public void WriteWeb(Utf8JsonWriter writer, Run run, DateTimeOffset now, Origin origin, string path, bool withLogs)
    {
        RunState state = run.StateAt(now);
        string logs = LogsOf(run, state);
        writer.WriteStartObject();
        WriteTime(writer, "completed_at", state.CompletedAt, 6);
        writer.WriteString("created_at", Json.Time(run.CreatedAt, 6));
        if (HasNewKeys(run))
        {
            writer.WriteBoolean("data_removed", state.DataRemoved);
        }

        writer.WriteString("error", ErrorOf(run, state));
        writer.WriteString("id", run.Id);
        writer.WritePropertyName("input");
        WriteInput(writer, run, state, keys => keys.OrderBy(k => k.Length).ThenBy(k => k, StringComparer.Ordinal));
        if (withLogs)
        {
            writer.WriteString("logs", logs.Length == 0 ? null : logs);
        }

        writer.WriteStartObject("metrics");
        WriteMetrics(writer, run, state);
        writer.WriteEndObject();
        writer.WriteNode("output", OutputOf(run, state, FileUrls(run, origin)));
        if (HasNewKeys(run))
        {
            writer.WriteString("source", run.Source);
        }

        WriteTime(writer, "started_at", state.StartedAt, 6);
        writer.WriteString("status", state.Status);
        writer.WriteStartObject("urls");
        writer.WriteString("get", $"{origin.Api}/{path}/{run.Id}");
        writer.WriteString("cancel", $"{origin.Api}/{path}/{run.Id}/cancel");
        WriteWebUrl(writer, run, origin);
        writer.WriteEndObject();
        writer.WriteString("model", run.Model);
        writer.WriteString("version", run.Version);
        WriteExtras(writer, run);
        writer.WriteEndObject();
    }

    /// <summary>The body of a webhook: all keys by the alphabet.</summary>
    public byte[] Webhook(Run run, RunState state, bool isCompleted, Origin origin) => Json.EdgeBytes(writer =>
    {
        writer.WriteStartObject();
        if (isCompleted && state.CompletedAt is { } completed)
        {
            writer.WriteString("completed_at", Json.TrimmedTime(completed));
        }

        writer.WriteString("created_at", Json.Time(run.CreatedAt, 3));
        if (HasNewKeys(run))
        {
            writer.WriteBoolean("data_removed", false);
        }

        WriteDeadline(writer, run);
        WriteDeployment(writer, run);
        writer.WriteString("error", isCompleted ? ErrorOf(run, state) : null);
        writer.WriteString("id", run.Id);
        writer.WritePropertyName("input");
        WriteInput(writer, run, state, keys => keys.OrderBy(k => k, StringComparer.Ordinal));
        writer.WriteString("logs", LogsOf(run, state));
        if (isCompleted)
        {
            writer.WriteStartObject("metrics");
            WriteMetrics(writer, run, state);
            writer.WriteEndObject();
        }

        writer.WriteString("model", run.Model);
        writer.WriteNode("output", OutputOf(run, state, FileUrls(run, origin)));
        if (state.StartedAt is { } started)
        {
            writer.WriteString("started_at", Json.TrimmedTime(started));
        }

        writer.WriteString("status", isCompleted ? state.Status : RunStatus.Processing);
        WriteEdgeUrls(writer, run, origin);
        writer.WriteString("version", run.Version);
        WriteWebhook(writer, run);
        writer.WriteEndObject();
    });

    /// <summary>What the stream of a run tells if it comes to its end.</summary>
    public IEnumerable<Telling> Tell(Run run, Origin origin) => run.Script.Tell(FileUrls(run, origin));

    private static Func<string, string> FileUrls(Run run, Origin origin) => name => $"{origin.Delivery}/xezq/{run.Id}/{name}";

    private static Func<string, string> FileData(Run run) => name =>
    {
        Artifact artifact = run.Script.File(name) ?? throw new FileNotFoundException(name);
        using Stream bytes = artifact.Open();
        using var copy = new MemoryStream();
        bytes.CopyTo(copy);
        return $"data:{artifact.ContentType};base64,{Convert.ToBase64String(copy.GetBuffer(), 0, (int)copy.Length)}";
    };

    private static string LogsOf(Run run, RunState state) =>
        state.DataRemoved || !state.HasWorked ? "" : run.Script.LogsAt(state.Elapsed);

    private static JsonNode? OutputOf(Run run, RunState state, Func<string, string> fileUrl) =>
        state.DataRemoved || !state.HasWorked ? null : run.Script.OutputAt(state.Elapsed, state.HasSucceeded, fileUrl);

    private static void WriteTime(Utf8JsonWriter writer, string name, DateTimeOffset? time, int digits) =>
        writer.WriteString(name, time is { } known ? Json.Time(known, digits) : null);

    private static void WriteInput(Utf8JsonWriter writer, Run run, RunState state, Func<IEnumerable<string>, IEnumerable<string>> sort)
    {
        writer.WriteStartObject();
        if (!state.DataRemoved)
        {
            foreach (string key in sort(run.Input.Select(member => member.Key)))
            {
                writer.WriteNode(key, run.Input[key]);
            }
        }

        writer.WriteEndObject();
    }

    private static void WriteMetrics(Utf8JsonWriter writer, Run run, RunState state)
    {
        if (state.CompletedAt is not { } completed)
        {
            return;
        }

        if (state.HasSucceeded)
        {
            run.Script.WriteMetrics(writer);
        }

        if (state.StartedAt is not null)
        {
            writer.WriteNumber("predict_time", Seconds(state.Elapsed));
        }

        writer.WriteNumber("total_time", Seconds(completed - run.CreatedAt));
    }

    /// <summary>A time is never quite nothing.</summary>
    private static double Seconds(TimeSpan time) => Math.Max(3e-06, Math.Round(time.TotalSeconds, 6));

    private void WriteEdge(Utf8JsonWriter writer, Run run, DateTimeOffset now, Origin origin, bool isCreate, bool isBlocking)
    {
        RunState state = run.StateAt(now);

        // A create that does not block is answered before anything can have happened.
        RunState shown = isCreate && !isBlocking ? new RunState(RunStatus.Starting, null, null, TimeSpan.Zero, false) : state;
        bool early = isBlocking && _options.BlockingAnswersProcessing && state.HasSucceeded;
        Func<string, string> files = isBlocking && _options.BlockingAnswersDataUris ? FileData(run) : FileUrls(run, origin);
        JsonNode? output = OutputOf(run, shown, files);
        shown = early ? new RunState(RunStatus.Processing, null, null, TimeSpan.Zero, false) : shown;

        writer.WriteStartObject();
        writer.WriteString("id", run.Id);
        writer.WriteString("model", run.Model);
        writer.WriteString("version", run.Version);
        writer.WritePropertyName("input");
        WriteInput(writer, run, shown, keys => keys.OrderBy(k => k, StringComparer.Ordinal));
        writer.WriteString("logs", LogsOf(run, shown));
        if (output is not null || shown.HasEnded || _options.EdgeWritesNulls)
        {
            writer.WriteNode("output", output);
        }

        if (HasNewKeys(run))
        {
            writer.WriteBoolean("data_removed", shown.DataRemoved);
        }

        writer.WriteString("error", ErrorOf(run, shown));
        if (HasNewKeys(run))
        {
            writer.WriteString("source", run.Source);
        }

        writer.WriteString("status", shown.Status);
        writer.WriteString("created_at", isCreate ? Json.Time(run.CreatedAt, 3) : Json.TrimmedTime(run.CreatedAt));
        WriteEdgeTimes(writer, run, shown);
        WriteEdgeUrls(writer, run, origin);
        WriteExtras(writer, run);
        writer.WriteEndObject();
    }

    private void WriteEdgeUrls(Utf8JsonWriter writer, Run run, Origin origin)
    {
        writer.WriteStartObject("urls");
        writer.WriteString("cancel", $"{origin.Api}/predictions/{run.Id}/cancel");
        writer.WriteString("get", $"{origin.Api}/predictions/{run.Id}");
        if (run.Script.Stream != StreamKind.None && !_options.OmitStreams)
        {
            writer.WriteString("stream", _streams.Of(run, origin));
        }

        WriteWebUrl(writer, run, origin);
        writer.WriteEndObject();
    }

    private void WriteEdgeTimes(Utf8JsonWriter writer, Run run, RunState shown)
    {
        if (shown.StartedAt is not null || _options.EdgeWritesNulls)
        {
            writer.WriteString("started_at", shown.StartedAt is { } started ? Json.TrimmedTime(started) : null);
        }

        if (shown.CompletedAt is not null || _options.EdgeWritesNulls)
        {
            writer.WriteString("completed_at", shown.CompletedAt is { } completed ? Json.TrimmedTime(completed) : null);
        }

        if (shown.HasEnded)
        {
            writer.WriteStartObject("metrics");
            WriteMetrics(writer, run, shown);
            writer.WriteEndObject();
        }
        else if (_options.EdgeWritesNulls)
        {
            writer.WriteNull("metrics");
        }
    }

    /// <summary>Keys that came in 2024, to predictions only.</summary>
    private bool HasNewKeys(Run run) => !run.IsTraining && !_options.OldPredictionShape;

    private void WriteWebUrl(Utf8JsonWriter writer, Run run, Origin origin)
    {
        if (!_options.OldPredictionShape)
        {
            writer.WriteString("web", $"{origin.Site}/p/{run.Id}");
        }
    }

    private string? ErrorOf(Run run, RunState state) => state.Status switch
    {
        RunStatus.Failed => run.Script.Error,
        RunStatus.Succeeded when _options.EmptyErrorOnSuccess => "",
        _ => null,
    };

    private static void WriteExtras(Utf8JsonWriter writer, Run run)
    {
        WriteDeployment(writer, run);
        WriteDeadline(writer, run);
        WriteWebhook(writer, run);
    }

    private static void WriteDeployment(Utf8JsonWriter writer, Run run)
    {
        if (run.Deployment is not null)
        {
            writer.WriteString("deployment", run.Deployment);
        }
    }

    private static void WriteDeadline(Utf8JsonWriter writer, Run run)
    {
        if (run.Deadline is { } deadline)
        {
            writer.WriteString("deadline", Json.Time(deadline, 3));
        }
    }

    private static void WriteWebhook(Utf8JsonWriter writer, Run run)
    {
        if (run.Webhook is not null)
        {
            writer.WriteString("webhook", run.Webhook);
        }

        if (run.WebhookEvents is not null)
        {
            writer.WriteStartArray("webhook_events_filter");
            foreach (string name in run.WebhookEvents)
            {
                writer.WriteStringValue(name);
            }

            writer.WriteEndArray();
        }
    }
}
