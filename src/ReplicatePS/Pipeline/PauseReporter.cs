using System;
using System.Diagnostics;
using ReplicatePS.Core;

namespace ReplicatePS.Pipeline;

/// <summary>Says that requests are held back: each time where that is asked for, and once unasked when it takes long.</summary>
internal sealed class PauseReporter
{
    // A person, or the reader of a job's log, would wonder after about as long.
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(30);

    private readonly object _gate = new();
    private readonly IPipeline _pipeline;
    private readonly bool _isVerbose;
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private TimeSpan _saidUntil;

    public PauseReporter(IPipeline pipeline, bool isVerbose)
    {
        _pipeline = pipeline;
        _isVerbose = isVerbose;
    }

    public void Report(RequestPause pause)
    {
        string said = pause.ToString();
        string text = char.ToUpperInvariant(said[0]) + said.Substring(1) + ".";
        if (_isVerbose)
        {
            _pipeline.Verbose(text);
        }

        if (pause.Length >= Long && IsNews(pause.Length))
        {
            _pipeline.Warning(text);
        }
    }

    /// <summary>Requests that wait side by side are one piece of news.</summary>
    private bool IsNews(TimeSpan length)
    {
        lock (_gate)
        {
            if (_watch.Elapsed < _saidUntil)
            {
                return false;
            }

            _saidUntil = _watch.Elapsed + length;
            return true;
        }
    }
}
