using System;
using ReplicatePS.Pipeline;

namespace ReplicatePS.Saving;

/// <summary>The part of one file in what is shown of all.</summary>
internal sealed class FileProgress : IProgress<long>, IDisposable
{
    private readonly SaveProgress _all;
    private readonly IPipeline _pipeline;
    private long _come;

    public FileProgress(SaveProgress all, IPipeline pipeline)
    {
        _all = all;
        _pipeline = pipeline;
    }

    public void Report(long value)
    {
        // A download that begins anew takes back what had come.
        _all.Move(_pipeline, value - _come, 0);
        _come = value;
    }

    public void Dispose() => _all.Move(_pipeline, 0, 1);
}
