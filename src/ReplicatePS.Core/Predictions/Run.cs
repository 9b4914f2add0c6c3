using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace ReplicatePS.Core;

/// <summary>What predictions and trainings have in common: something that runs, logs and ends.</summary>
public abstract class Run : ApiObject
{
    private static readonly Regex StandIn = new("^(hidden$|dp?-)", RegexOptions.CultureInvariant);

    private protected static readonly KnownMembers Common = new(
        "id",
        "status",
        "model",
        "version",
        "input",
        "output",
        "logs",
        "error",
        "created_at",
        "started_at",
        "completed_at",
        "metrics",
        "urls",
        "source",
        "webhook",
        "webhook_events_filter");

    private protected Run(JsonElement json)
        : base(json)
    {
    }

    /// <summary>The id.</summary>
    public string Id => Json.Text("id") ?? string.Empty;

    /// <summary>One of <see cref="RunStatus"/>, or a text that this version does not know.</summary>
    public string Status => Json.Text("status") ?? string.Empty;

    /// <summary>Whether it has ended.</summary>
    public bool HasEnded => RunStatus.IsTerminal(Status);

    /// <summary>Whether it was read by itself: what a list shows lacks the log.</summary>
    public bool IsWhole => Json.Member("logs") is not null;

    /// <summary>The model, <c>owner/name</c>.</summary>
    public string? Model => Json.Text("model");

    /// <summary>The version's id, or <c>hidden</c>.</summary>
    public string? Version => Json.Text("version");

    /// <summary>
    /// The version that the create asked for; null when it named none, and for runs that were read. An owner can redirect a
    /// version to another, which <see cref="Version"/> tells then.
    /// </summary>
    public string? RequestedVersion { get; internal init; }

    /// <summary>
    /// Whether another version runs than the one that was asked for. Ids that only stand in for a version, as those of official
    /// models do, say nothing of it.
    /// </summary>
    public bool IsRedirected =>
        RequestedVersion is not null
        && Version is { Length: > 0 } runs
        && !StandIn.IsMatch(runs)
        && !string.Equals(runs, RequestedVersion, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a version may be the one that runs. Official models hide theirs.</summary>
    internal bool IsVersion(string version) =>
        Version is not { Length: > 0 } runs || StandIn.IsMatch(runs) || string.Equals(runs, version, StringComparison.OrdinalIgnoreCase);

    /// <summary>The inputs; null once they were removed.</summary>
    public JsonElement? Input => Json.Member("input");

    /// <summary>The output; null until there is some, and again after an hour.</summary>
    public JsonElement? Output => Json.Member("output");

    /// <summary>All log text so far.</summary>
    public string? Logs => Json.Text("logs");

    /// <summary>Why it failed, as text, also when the API sends an object; null when nothing is wrong.</summary>
    public string? Error => Json.Member("error") is { ValueKind: JsonValueKind.Object } fault
        ? fault.Text("detail") ?? fault.Text("message") ?? fault.GetRawText()
        : Json.Text("error") is { Length: > 0 } text ? text : null;

    /// <summary>When it was created.</summary>
    public DateTimeOffset? CreatedAt => Json.Time("created_at");

    /// <summary>When it began to run.</summary>
    public DateTimeOffset? StartedAt => Json.Time("started_at");

    /// <summary>When it ended.</summary>
    public DateTimeOffset? CompletedAt => Json.Time("completed_at");

    /// <summary>Measured values such as <c>predict_time</c> in seconds.</summary>
    public JsonElement? Metrics => Json.Member("metrics");

    /// <summary>The seconds of compute that are billed; where they are not measured, those from its start to its end; null before the end.</summary>
    public double? Seconds => Metrics?.Number("predict_time") ?? (HasEnded ? (CompletedAt - StartedAt)?.TotalSeconds : null);

    /// <summary>Links by name: <c>get</c>, <c>cancel</c>, <c>web</c>, <c>stream</c>.</summary>
    public JsonElement? Urls => Json.Member("urls");

    /// <summary><c>api</c> or <c>web</c>.</summary>
    public string? Source => Json.Text("source");

    /// <summary>The URL that is told what happens to it; null for none.</summary>
    public string? Webhook => Json.Text("webhook");

    /// <summary>What the webhook is called for; empty when that was left to Replicate.</summary>
    public IReadOnlyList<string> WebhookEvents => Json.Texts("webhook_events_filter").ToArray();

    /// <summary>How far the newest progress bar in the logs has come; null when there is none.</summary>
    public LogProgress? Progress => LogProgress.Parse(Logs);
}
