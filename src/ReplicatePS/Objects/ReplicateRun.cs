using System;
using System.Linq;
using System.Management.Automation;

namespace ReplicatePS;

/// <summary>What predictions and trainings have in common.</summary>
public abstract class ReplicateRun : ReplicateObject
{
    private readonly Core.Run _run;
    private object? _input;
    private object? _metrics;
    private object? _urls;

    private protected ReplicateRun(Core.Run run)
        : base(run)
    {
        _run = run;
    }

    /// <summary>The id: all that is needed to get, wait for or stop it later.</summary>
    public virtual string Id => _run.Id;

    /// <summary><c>starting</c>, <c>processing</c>, <c>succeeded</c>, <c>failed</c>, <c>canceled</c> or <c>aborted</c>.</summary>
    public virtual string Status => _run.Status;

    /// <summary>Whether it has ended, in any of the last four ways. It is as true as Status: both are of the moment when it was read.</summary>
    public bool HasEnded => _run.HasEnded;

    /// <summary>The model that runs, <c>owner/name</c>.</summary>
    public virtual string? Model => _run.Model;

    /// <summary>The version that runs; <c>hidden</c> for official models.</summary>
    public string? Version => _run.Version;

    /// <summary>
    /// The version that the command asked for, on what a create gives back; null when it named none. It differs from Version
    /// where the version's owner has redirected it to another.
    /// </summary>
    public string? RequestedVersion => _run.RequestedVersion;

    /// <summary>The inputs.</summary>
    public object? Input => _input ??= PowerShellJson.ToCell(_run.Input);

    /// <summary>Why it failed; null when it did not.</summary>
    public string? Error => _run.Error;

    /// <summary>The log so far.</summary>
    public string? Logs => _run.Logs;

    /// <summary>How far the newest progress bar in the log has come, 0 to 100; null when there is none.</summary>
    public int? Percent => _run.Progress?.Percent;

    /// <summary>When it was created.</summary>
    public DateTimeOffset? CreatedAt => _run.CreatedAt;

    /// <summary>When it began to run.</summary>
    public DateTimeOffset? StartedAt => _run.StartedAt;

    /// <summary>When it ended.</summary>
    public DateTimeOffset? CompletedAt => _run.CompletedAt;

    /// <summary>How long it ran, which is what is billed; null until it has ended.</summary>
    public TimeSpan? RunTime => ((_metrics ??= PowerShellJson.ToCell(_run.Metrics)) as PSObject)?.Properties["predict_time"]?.Value switch
    {
        long seconds => TimeSpan.FromSeconds(seconds),
        double seconds when Math.Abs(seconds) < 1e9 => TimeSpan.FromSeconds(seconds),
        _ => null,
    };

    /// <summary>What Replicate measured, such as <c>predict_time</c> in seconds.</summary>
    public object? Metrics => _metrics ??= PowerShellJson.ToCell(_run.Metrics);

    /// <summary>Links to it by name; <c>web</c> is its page.</summary>
    public object? Urls => _urls ??= PowerShellJson.ToCell(_run.Urls);

    /// <summary><c>api</c> or <c>web</c>.</summary>
    public string? Source => _run.Source;

    /// <summary>The URL that Replicate calls when something happens to it; null for none.</summary>
    public string? Webhook => _run.Webhook;

    /// <summary>What the webhook is called for; null when that was left to Replicate.</summary>
    public object? WebhookEvent => _run.WebhookEvents.Count == 0 ? null : PowerShellJson.ToCell(_run.WebhookEvents.ToArray());

    /// <summary>The row of a job that it belongs to, whose journal is told of saved files.</summary>
    internal JobRow? JobRow { get; init; }

    /// <summary>The run as the core has it.</summary>
    internal Core.Run Wire => _run;

    /// <summary>The id, so that text stands for the object.</summary>
    /// <returns>The id.</returns>
    public override string ToString() => Id;
}
