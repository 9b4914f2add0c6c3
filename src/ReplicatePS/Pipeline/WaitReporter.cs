using System;

namespace ReplicatePS.Pipeline;

/// <summary>Says of one run what progress does not: each line of its log, if that is wanted, and a status that nobody knows.</summary>
internal sealed class WaitReporter
{
    private readonly IPipeline _pipeline;
    private readonly string _activity;
    private readonly bool _showLog;
    private string _log = string.Empty;
    private string? _oddStatus;

    public WaitReporter(IPipeline pipeline, string noun, string id, bool showLog)
    {
        _pipeline = pipeline;
        _activity = $"{noun} {id}";
        _showLog = showLog;
    }

    public void Report(Core.Run run)
    {
        string log = run.Logs ?? string.Empty;
        if (_showLog)
        {
            ShowNewLines(log, run.HasEnded);
        }

        if (!Core.RunStatus.IsKnown(run.Status) && run.Status != _oddStatus)
        {
            _oddStatus = run.Status;
            _pipeline.Warning($"{_activity} has the status '{run.Status}', which this version does not know. It is waited for until the bound is reached.");
        }
    }

    /// <summary>Whole lines only, each once; the rest of an unfinished line comes with its end.</summary>
    private void ShowNewLines(string log, bool hasEnded)
    {
        int shown = log.StartsWith(_log, StringComparison.Ordinal) ? _log.Length : 0;
        int end = hasEnded ? log.Length : log.LastIndexOf('\n') + 1;
        if (end <= shown)
        {
            return;
        }

        foreach (string line in log.Substring(shown, end - shown).TrimEnd('\n', '\r').Split('\n'))
        {
            _pipeline.Information(line.TrimEnd('\r'));
        }

        _log = log.Substring(0, end);
    }
}
