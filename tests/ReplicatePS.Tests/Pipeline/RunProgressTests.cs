using System.Text.Json;
using ReplicatePS.Core;
using ReplicatePS.Pipeline;

namespace ReplicatePS.Tests.Pipeline;

public sealed class RunProgressTests : IDisposable
{
    private readonly HandClock _clock = new();
    private readonly FakePipeline _pipeline = new();
    private readonly List<ProgressBar> _shown = new();
    private readonly RunProgress _progress;

    public RunProgressTests()
    {
        _progress = new RunProgress(_pipeline, "Waiting for predictions", _clock, _shown.Add);
    }

    public void Dispose()
    {
        _progress.Dispose();
        _pipeline.Dispose();
    }

    [Fact]
    public async Task A_single_run_has_the_bar_to_itself_with_phase_percent_and_last_line()
    {
        _progress.Started("abc");
        _progress.Seen(await RunAsync("abc", "processing", "Loading\n 35%|###5  | 7/20 [00:01<00:02]\n"));
        Pass();
        ProgressBar bar = Assert.Single(_shown);
        Assert.Equal("Waiting for predictions", bar.Activity);
        Assert.Equal("abc: running, 35 %", bar.Status);
        Assert.Equal(35, bar.Percent);
        Assert.StartsWith("35%|", bar.Operation, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("starting", "", "queued")]
    [InlineData("starting", "pulling the image", "booting: pulling the image")]
    [InlineData("processing", "", "running")]
    [InlineData("dreaming", "", "dreaming")]
    public async Task The_phase_tells_the_queue_from_the_boot(string status, string logs, string phase)
    {
        _progress.Started("abc");
        _progress.Seen(await RunAsync("abc", status, logs));
        Pass();
        Assert.Equal($"abc: {phase}", Assert.Single(_shown).Status);
    }

    [Fact]
    public async Task Many_share_a_bar_with_counts_and_rate_and_have_one_each_below_it()
    {
        foreach (string id in new[] { "a", "b", "c", "d" })
        {
            _progress.Started(id);
        }

        _progress.Ended(await RunAsync("a", "succeeded", ""));
        _progress.Ended(await RunAsync("b", "failed", ""));
        _progress.Seen(await RunAsync("c", "processing", "50%|#| 1/2\n"));
        Pass(0.5);
        ProgressBar parent = _shown[0];
        Assert.Equal("2 of 4 done, 1 failed, 4.0/s", parent.Status);
        Assert.Equal(50, parent.Percent);
        ProgressBar[] children = _shown.Skip(1).ToArray();
        Assert.Equal(new[] { "c: running, 50 %", "d: queued" }, children.Select(child => $"{child.Activity}: {child.Status}"));
        Assert.All(children, child => Assert.Equal(parent.Id, child.ParentId));
        Assert.Equal(3, _shown.Select(record => record.Id).Distinct().Count());
    }

    [Fact]
    public async Task Of_hundreds_eight_have_a_bar_and_what_runs_comes_first()
    {
        for (int i = 0; i < 300; i++)
        {
            _progress.Started($"run{i}");
        }

        _progress.Seen(await RunAsync("run200", "processing", ""));
        Pass();
        Assert.Equal(1 + RunProgress.MostShown, _shown.Count);
        Assert.Contains(_shown, record => record.Activity == "run200");
        Assert.True(_progress.Shows("run200"));
        Assert.False(_progress.Shows("run100"));
    }

    [Fact]
    public void A_bar_that_is_free_goes_to_the_next()
    {
        for (int i = 0; i < 9; i++)
        {
            _progress.Started($"run{i}");
        }

        Pass();
        Assert.DoesNotContain(_shown, record => record.Activity == "run8");
        int place = _shown.Single(record => record.Activity == "run3").Id;
        _progress.Ended("run3", hasSucceeded: true);
        Pass();
        Assert.Equal(place, _shown.Single(record => record.Activity == "run8").Id);
    }

    [Fact]
    public async Task A_thousand_changes_in_a_second_are_shown_four_times()
    {
        _progress.Started("abc");
        for (int i = 0; i < 1000; i++)
        {
            _progress.Seen(await RunAsync("abc", "processing", $"line {i}\n"));
            Pass(0.001);
        }

        Assert.InRange(_shown.Count, 3, 4);
    }

    [Fact]
    public async Task What_has_not_changed_is_not_shown_again()
    {
        _progress.Started("abc");
        for (int i = 0; i < 5; i++)
        {
            _progress.Seen(await RunAsync("abc", "processing", "same\n"));
            Pass();
        }

        Assert.Single(_shown);
    }

    [Fact]
    public async Task A_pipeline_that_is_busy_is_not_heaped_with_old_news()
    {
        TaskCompletionSource drawn = new();
        _pipeline.Drawing = drawn.Task;
        _progress.Started("abc");
        for (int i = 0; i < 20; i++)
        {
            _progress.Seen(await RunAsync("abc", "processing", $"line {i}\n"));
            Pass();
        }

        Assert.Single(_shown);
        drawn.SetResult();
        Pass();
        Assert.Equal("line 19", _shown.Last().Operation);
    }

    [Fact]
    public async Task What_a_list_left_out_is_not_forgotten()
    {
        _progress.Started("abc");
        _progress.Seen(await RunAsync("abc", "processing", " 35%|###5  | 7/20 [00:01<00:02]\n"));
        _progress.Seen(await RunAsync("abc", "processing", null));
        Pass();
        Assert.Equal("abc: running, 35 %", Assert.Single(_shown).Status);
    }

    [Fact]
    public void Every_bar_is_taken_away_at_the_end_and_none_comes_back()
    {
        _progress.Started("a");
        _progress.Started("b");
        Pass();
        _progress.Dispose();
        string[] left = _shown.GroupBy(record => record.Id)
            .Where(bar => !bar.Last().IsOver).Select(bar => bar.Last().Activity).ToArray();
        Assert.Empty(left);
        int shown = _shown.Count;
        _progress.Started("c");
        Pass();
        Assert.Equal(shown, _shown.Count);
    }

    [Fact]
    public void Nothing_is_said_where_nobody_looks()
    {
        using FakePipeline quiet = new() { ShowsProgress = false };
        using RunProgress progress = new(quiet, "Waiting", _clock, _shown.Add);
        progress.Started("abc");
        Pass();
        Assert.Empty(_shown);
        Assert.False(progress.Shows("abc"));
    }

    [Fact]
    public void Two_at_once_have_ids_of_their_own()
    {
        using RunProgress other = new(_pipeline, "Waiting for predictions", _clock, _shown.Add);
        _progress.Started("abc");
        other.Started("abc");
        Pass();
        Assert.Equal(2, _shown.Select(record => record.Id).Distinct().Count());
    }

    private void Pass(double seconds = 0.25) => _clock.Pass(TimeSpan.FromSeconds(seconds));

    private static Task<Core.Prediction> RunAsync(string id, string status, string? logs) =>
        Answering.Client(JsonSerializer.Serialize(new { id, status, logs })).Predictions.GetAsync(id);

    /// <summary>A clock that stands until it is moved, and then calls who waits, on the same thread.</summary>
    private sealed class HandClock : TimeProvider
    {
        private readonly List<HandTimer> _timers = new();
        private long _now;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _now;

        public void Pass(TimeSpan span)
        {
            _now += span.Ticks;
            foreach (HandTimer timer in _timers.Where(timer => timer.Due <= _now).ToArray())
            {
                timer.Fire();
            }
        }

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            HandTimer timer = new(this, () => callback(state));
            timer.Change(dueTime, period);
            _timers.Add(timer);
            return timer;
        }

        private sealed class HandTimer(HandClock clock, Action callback) : ITimer
        {
            public long Due { get; private set; } = long.MaxValue;

            public void Fire()
            {
                Due = long.MaxValue;
                callback();
            }

            public bool Change(TimeSpan dueTime, TimeSpan period)
            {
                Due = dueTime == Timeout.InfiniteTimeSpan ? long.MaxValue : clock._now + dueTime.Ticks;
                return true;
            }

            public void Dispose() => Due = long.MaxValue;

            public ValueTask DisposeAsync()
            {
                Dispose();
                return default;
            }
        }
    }
}
