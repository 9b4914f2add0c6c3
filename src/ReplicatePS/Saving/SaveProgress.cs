using System;
using System.Diagnostics;
using System.Globalization;
using System.Management.Automation;
using System.Threading;
using ReplicatePS.Pipeline;

namespace ReplicatePS.Saving;

/// <summary>Shows how many of the files are there and how much has come, a few times a second, once it takes longer than a moment. The cmdlet takes the bar away.</summary>
internal sealed class SaveProgress
{
    private const string Activity = "Saving files";
    private const long QuietMilliseconds = 300;

    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly int _activityId = Guid.NewGuid().GetHashCode() & int.MaxValue;
    private long _shownAt;
    private int _expected;
    private int _done;
    private long _bytes;

    /// <summary>So many files more are to come.</summary>
    public void Expect(int files) => Interlocked.Add(ref _expected, files);

    public FileProgress Begin(IPipeline pipeline) => new(this, pipeline);

    internal void Move(IPipeline pipeline, long bytes, int files)
    {
        if (!pipeline.ShowsProgress)
        {
            return;
        }

        long all = Interlocked.Add(ref _bytes, bytes);
        int done = Interlocked.Add(ref _done, files);
        long now = _watch.ElapsedMilliseconds;
        long before = Interlocked.Read(ref _shownAt);
        if (now - before < QuietMilliseconds || Interlocked.CompareExchange(ref _shownAt, now, before) != before)
        {
            return;
        }

        double seconds = Math.Max(0.001, now / 1000.0);
        string status = string.Format(
            CultureInfo.CurrentCulture, "{0} of {1} files, {2:F1} MiB, {3:F1} MiB/s", done, _expected, all / 1048576.0, all / 1048576.0 / seconds);
        pipeline.Progress(new ProgressRecord(_activityId, Activity, status) { PercentComplete = Math.Min(100, done * 100 / Math.Max(1, _expected)) });
    }
}
