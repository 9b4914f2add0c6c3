using System;
using System.Diagnostics;
using System.IO;
using System.Management.Automation;

namespace ReplicatePS.Pipeline;

/// <summary>Shows how far an upload has come, a few times a second, once it takes longer than a moment.</summary>
internal sealed class UploadProgress : IProgress<long>, IDisposable
{
    private const long QuietMilliseconds = 300;

    private readonly IPipeline _pipeline;
    private readonly string _name;
    private readonly long _size;
    private readonly int _activity;
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private bool _shown;

    public UploadProgress(IPipeline pipeline, string path)
        : this(pipeline, Path.GetFileName(path), new FileInfo(path) is { Exists: true } file ? file.Length : 0)
    {
    }

    public UploadProgress(IPipeline pipeline, string name, long size)
    {
        _pipeline = pipeline;
        _activity = name.GetHashCode() & int.MaxValue;
        _name = name;
        _size = Math.Max(1, size);
    }

    public void Report(long value)
    {
        if (_watch.ElapsedMilliseconds < QuietMilliseconds)
        {
            return;
        }

        _watch.Restart();
        _shown = true;
        _pipeline.Progress(new ProgressRecord(_activity, $"Uploading {_name}", $"{value / 1048576.0:F1} of {_size / 1048576.0:F1} MiB")
        {
            PercentComplete = (int)Math.Min(100, value * 100 / _size),
        });
    }

    public void Dispose()
    {
        if (_shown)
        {
            _pipeline.Progress(new ProgressRecord(_activity, $"Uploading {_name}", "done") { RecordType = ProgressRecordType.Completed });
        }
    }
}
