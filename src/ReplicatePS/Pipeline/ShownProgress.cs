using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;

namespace ReplicatePS.Pipeline;

/// <summary>The progress that a cmdlet has on the screen. Belongs to the pipeline thread.</summary>
internal sealed class ShownProgress
{
    // A source of its own, so that the host can be told to take away what a cmdlet that was stopped left.
    private readonly long _source = BitConverter.ToInt64(Guid.NewGuid().ToByteArray(), 0) & long.MaxValue;
    private readonly Dictionary<int, ProgressRecord> _shown = new();

    public void Show(ICommandRuntime runtime, ProgressRecord progress)
    {
        if (progress.RecordType == ProgressRecordType.Completed)
        {
            _shown.Remove(progress.ActivityId);
        }
        else
        {
            _shown[progress.ActivityId] = progress;
        }

        runtime.WriteProgress(_source, progress);
    }

    /// <summary>Completes what is left, children first.</summary>
    public void TakeAway(ICommandRuntime runtime)
    {
        foreach (ProgressRecord left in _shown.Values.OrderByDescending(one => one.ParentActivityId).ToArray())
        {
            ProgressRecord done = new(left.ActivityId, left.Activity, "ended")
            {
                ParentActivityId = left.ParentActivityId,
                RecordType = ProgressRecordType.Completed,
            };
            try
            {
                runtime.WriteProgress(_source, done);
            }
            catch (Exception fault) when (fault is PipelineStoppedException or InvalidOperationException)
            {
                // A pipeline that was stopped takes nothing any more; its host does.
                runtime.Host?.UI?.WriteProgress(_source, done);
            }
        }

        _shown.Clear();
    }
}
