using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ReplicatePS.Emulator.Runs;

namespace ReplicatePS.Emulator.Webhooks;

/// <summary>
/// Looks at a run twice a second of emulated time and tells what is new. It goes by the times at which things happen, not by those
/// at which it gets to look, so that a clock that leaps leaves nothing out.
/// </summary>
internal sealed class RunWatch
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);
    private static readonly string[] UsualEvents = { WebhookEvent.Output, WebhookEvent.Completed };

    private readonly Queue<RunNews> _news = new();
    private readonly Run _run;
    private readonly EmulatorClock _clock;
    private readonly IReadOnlyCollection<string> _events;
    private readonly Trace _output = new("null");
    private readonly Trace _logs = new("");
    private DateTimeOffset _at;
    private bool _started;
    private bool _ended;

    public RunWatch(Run run, EmulatorClock clock)
    {
        _run = run;
        _clock = clock;
        _events = run.WebhookEvents ?? UsualEvents;
        _at = Earlier(run.StartsAt, run.EndsAt);
    }

    /// <summary>Waits for what is new; null when the run has ended and all is told.</summary>
    public async Task<RunNews?> NextAsync(CancellationToken cancellationToken)
    {
        while (_news.Count == 0 && !_ended)
        {
            Look(await ReachAsync(cancellationToken).ConfigureAwait(false));
            bool everyStep = _events.Contains(WebhookEvent.Output) || _events.Contains(WebhookEvent.Logs);
            _at = everyStep ? Earlier(_at + Interval, _run.EndsAt) : _run.EndsAt;
        }

        return _news.Count > 0 ? _news.Dequeue() : null;
    }

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;

    /// <summary>Waits for the next time to look, or until the run is canceled before it.</summary>
    private async Task<RunState> ReachAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            DateTimeOffset now = _clock.GetUtcNow();
            RunState state = _run.StateAt(Earlier(now, _at));
            if (now >= _at || state.HasEnded)
            {
                return state;
            }

            await _run.WaitAsync(_clock, _at, cancellationToken).ConfigureAwait(false);
        }
    }

    private void Look(RunState state)
    {
        if (state.HasWorked)
        {
            if (!_started)
            {
                _started = true;

                // It is told before anything has been done, however much has happened since.
                Tell(WebhookEvent.Start, new RunState(RunStatus.Starting, state.StartedAt, null, TimeSpan.Zero, false));
            }

            DateTimeOffset time = state.CompletedAt ?? _at;
            if (_output.HasChanged(OutputOf(state), time))
            {
                Tell(WebhookEvent.Output, state);
            }

            if (_logs.HasChanged(_run.Script.LogsAt(state.Elapsed), time))
            {
                Tell(WebhookEvent.Logs, state);
            }
        }

        if (state.HasEnded)
        {
            _ended = true;
            Tell(WebhookEvent.Completed, state);
        }
    }

    private void Tell(string name, RunState state)
    {
        if (_events.Contains(name))
        {
            _news.Enqueue(new RunNews(name, state));
        }
    }

    // Names stand in for addresses: only whether something has changed is of interest.
    private string OutputOf(RunState state) =>
        _run.Script.OutputAt(state.Elapsed, state.HasSucceeded, name => name)?.ToJsonString() ?? "null";

    /// <summary>What was last told of something, and when.</summary>
    private sealed class Trace
    {
        private string _last;
        private DateTimeOffset _told = DateTimeOffset.MinValue;

        public Trace(string first)
        {
            _last = first;
        }

        public bool HasChanged(string value, DateTimeOffset time)
        {
            if (value == _last || time - _told < Interval)
            {
                return false;
            }

            _last = value;
            _told = time;
            return true;
        }
    }
}
