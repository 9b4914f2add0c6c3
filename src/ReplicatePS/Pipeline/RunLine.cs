using ReplicatePS.Core;

namespace ReplicatePS.Pipeline;

/// <summary>What progress says of one prediction or training.</summary>
internal sealed class RunLine
{
    private string? _logs;

    public RunLine(string id, string name)
    {
        Id = id;
        Name = name;
    }

    public string Id { get; }

    public string Name { get; }

    /// <summary>The place that it has on the screen; null while it has none.</summary>
    public int? Slot { get; set; }

    public bool IsRunning => Phase == "running";

    private string Phase { get; set; } = "queued";

    private int? Percent { get; set; }

    public void See(Run run)
    {
        Phase = PhaseOf(run);

        // Lists carry no log: what was read before still holds.
        _logs = run.Logs is { Length: > 0 } logs ? logs : _logs;
        Percent = LogProgress.Parse(_logs)?.Percent;
    }

    public ProgressBar ToBar(int id)
    {
        string line = LastLine();
        string news = Percent is { } percent ? $"{Phase}, {percent} %" : line.Length > 0 ? $"{Phase}: {line}" : Phase;
        return new ProgressBar(id, Name, news) { Percent = Percent ?? -1, Operation = line };
    }

    // Replicate has one status for what waits in the queue and for what boots. What boots has begun to log.
    private static string PhaseOf(Run run) => run.Status switch
    {
        RunStatus.Processing => "running",
        RunStatus.Starting when run.StartedAt is null && string.IsNullOrEmpty(run.Logs) => "queued",
        RunStatus.Starting => "booting",
        string other => other,
    };

    private string LastLine()
    {
        string trimmed = (_logs ?? string.Empty).TrimEnd();
        return trimmed.Substring(trimmed.LastIndexOfAny(LineEnds) + 1).Trim();
    }

    private static readonly char[] LineEnds = { '\n', '\r' };
}
