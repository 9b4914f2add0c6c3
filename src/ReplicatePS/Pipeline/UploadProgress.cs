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
    {
        _pipeline = pipeline;
        _activity = path.GetHashCode() & int.MaxValue;
        _name = Path.GetFileName(path);
        _size = new FileInfo(path) is { Exists: true, Length: > 0 } file ? file.Length : 1;
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
