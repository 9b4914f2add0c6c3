using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ReplicatePS.Core;

namespace ReplicatePS.Pipeline;

/// <summary>
/// Shows a person how far many runs have come: a bar with counts and rate, and below it one for each of the first that run.
/// A single run has the bar to itself. Every member may be called from any thread; what is shown changes four times a second.
/// </summary>
internal sealed class RunProgress : IDisposable
{
    /// <summary>How many runs have a bar of their own at once.</summary>
    public const int MostShown = 8;

    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(0.25);

    private readonly object _gate = new();
    private readonly IPipeline _pipeline;
    private readonly string _activity;
    private readonly TimeProvider _clock;
    private readonly Action<ProgressBar> _show;
    private readonly ITimer _timer;
    private readonly int _id = NewActivityId();
    private readonly Dictionary<string, RunLine> _running = new();
    private readonly Dictionary<int, ProgressBar> _shown = new();
    private readonly RunLine?[] _slots = new RunLine?[MostShown];
    private Task _drawn = Task.CompletedTask;
    private bool _isDue;
    private bool _isOver;
    private long _begun;
    private int _total;
    private int _done;
    private int _failed;

    /// <summary>Shows nothing until something has begun and a moment has passed.</summary>
    /// <param name="pipeline">Where it is shown.</param>
    /// <param name="activity">What is going on, such as <c>Waiting for predictions</c>.</param>
    /// <param name="clock">The clock to go by.</param>
    /// <param name="show">Shows a bar; null takes the pipeline.</param>
    public RunProgress(IPipeline pipeline, string activity, TimeProvider? clock = null, Action<ProgressBar>? show = null)
    {
        _pipeline = pipeline;
        _activity = activity;
        _clock = clock ?? TimeProvider.System;
        _show = show ?? (bar => pipeline.Progress(bar.ToRecord()));
        _timer = _clock.CreateTimer(_ => Draw(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>One more is running; the same again counts once.</summary>
    public void Started(string id, string? name = null) => Change(() =>
    {
        if (_running.ContainsKey(id))
        {
            return;
        }

        _begun = _total == 0 ? _clock.GetTimestamp() : _begun;
        _total++;
        _running[id] = new RunLine(id, name ?? id);
    });

    /// <summary>A run as it is now.</summary>
    public void Seen(Run run) => Seen(run.Id, run);

    /// <summary>The same for one that began under another name, as its id was not known yet.</summary>
    public void Seen(string id, Run run) => Change(() =>
    {
        if (_running.TryGetValue(id, out RunLine line))
        {
            line.See(run);
        }
    });

    /// <summary>A run has ended, well or not.</summary>
    public void Ended(Run run) => Ended(run.Id, run.Status == RunStatus.Succeeded);

    /// <summary>Nothing more is heard of a run.</summary>
    public void Ended(string id, bool hasSucceeded) => Change(() =>
    {
        if (_running.TryGetValue(id, out RunLine line))
        {
            _running.Remove(id);
            _done++;
            _failed += hasSucceeded ? 0 : 1;
            if (line.Slot is { } slot)
            {
                _slots[slot] = null;
            }
        }
    });

    /// <summary>Whether a run has a bar, so that its log is worth reading.</summary>
    public bool Shows(string id)
    {
        lock (_gate)
        {
            return _pipeline.ShowsProgress && _running.TryGetValue(id, out RunLine line) && (line.Slot is not null || _total == 1);
        }
    }

    /// <summary>Takes all bars away.</summary>
    public void Dispose()
    {
        _timer.Dispose();
        lock (_gate)
        {
            _isOver = true;
            foreach (int id in _shown.Keys.OrderByDescending(id => id).ToArray())
            {
                Complete(id);
            }
        }
    }

    private static int NewActivityId()
    {
        // Apart from the ids that scripts choose, from each other, and with room for the bars below.
        byte[] bytes = Guid.NewGuid().ToByteArray();
        return ((BitConverter.ToInt32(bytes, 0) & 0x3FFFFFF) + 0x1000) << 4;
    }

    private void Change(Action change)
    {
        lock (_gate)
        {
            change();
            if (!_isDue && !_isOver && _pipeline.ShowsProgress)
            {
                _isDue = true;
                _timer.Change(Pace, Timeout.InfiniteTimeSpan);
            }
        }
    }

    private void Draw()
    {
        lock (_gate)
        {
            if (_isOver)
            {
                return;
            }

            if (!_drawn.IsCompleted)
            {
                // The pipeline thread is busy elsewhere; what it would find afterwards should not be a heap of old news.
                _timer.Change(Pace, Timeout.InfiniteTimeSpan);
                return;
            }

            _isDue = false;
            if (_total == 1)
            {
                ShowOne();
            }
            else
            {
                ShowAll();
            }

            _drawn = _pipeline.RunAsync(() => { });
        }
    }

    private void ShowOne()
    {
        foreach (RunLine line in _running.Values)
        {
            ProgressBar bar = line.ToBar(_id);
            Show(bar with { Activity = _activity, Status = $"{line.Name}: {bar.Status}" });
        }
    }

    private void ShowAll()
    {
        Show(new ProgressBar(_id, _activity, Counts()) { Percent = (int)(_done * 100L / Math.Max(1, _total)) });
        GiveSlots();
        for (int slot = 0; slot < MostShown; slot++)
        {
            int id = _id + 1 + slot;
            if (_slots[slot] is { } line)
            {
                Show(line.ToBar(id) with { ParentId = _id });
            }
            else if (_shown.ContainsKey(id))
            {
                Complete(id);
            }
        }
    }

    /// <summary>Those that run come before those that wait in the queue, and keep their places.</summary>
    private void GiveSlots()
    {
        int free = _slots.Count(line => line is null);
        if (free == 0 || _running.Count == MostShown - free)
        {
            return;
        }

        Queue<RunLine> next = new(_running.Values.Where(line => line.Slot is null).OrderByDescending(line => line.IsRunning).Take(free));
        for (int slot = 0; slot < MostShown && next.Count > 0; slot++)
        {
            if (_slots[slot] is null)
            {
                _slots[slot] = next.Dequeue();
                _slots[slot]!.Slot = slot;
            }
        }
    }

    private string Counts()
    {
        string text = $"{_done} of {_total} done";
        if (_failed > 0)
        {
            text += $", {_failed} failed";
        }

        double seconds = _clock.GetElapsedTime(_begun).TotalSeconds;
        double rate = seconds > 0 ? _done / seconds : 0;
        return _done == 0 ? text : text + (rate >= 0.1
            ? string.Format(CultureInfo.InvariantCulture, ", {0:0.0}/s", rate)
            : string.Format(CultureInfo.InvariantCulture, ", {0:0.0}/min", rate * 60));
    }

    private void Show(ProgressBar bar)
    {
        if (!_shown.TryGetValue(bar.Id, out ProgressBar before) || before != bar)
        {
            _shown[bar.Id] = bar;
            _show(bar);
        }
    }

    private void Complete(int id)
    {
        ProgressBar last = _shown[id];
        _shown.Remove(id);
        _show(last with { Status = "ended", IsOver = true });
    }
}
