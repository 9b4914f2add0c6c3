using System;
using System.Threading.Tasks;

namespace ReplicatePS.Core;

/// <summary>One caller that waits for one run.</summary>
internal sealed class Waiter<T>
    where T : Run
{
    private readonly Action<T>? _seen;
    private readonly TaskCompletionSource<T> _end = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Waiter(WaitSettings settings, Action<T>? seen)
    {
        Settings = settings;
        _seen = seen;
    }

    public WaitSettings Settings { get; }

    /// <summary>The run once it has ended, or why that cannot be learnt.</summary>
    public Task<T> End => _end.Task;

    public string? LastStatus { get; private set; }

    public Exception? LastFault { get; set; }

    /// <summary>Whether it wants the log now. What fails ends this wait alone.</summary>
    public bool NeedsLog
    {
        get
        {
            try
            {
                return !_end.Task.IsCompleted && (Settings.NeedsLog?.Invoke() ?? false);
            }
            catch (Exception fault)
            {
                _end.TrySetException(fault);
                return false;
            }
        }
    }

    public void See(T run)
    {
        LastStatus = run.Status;
        if (_end.Task.IsCompleted)
        {
            return;
        }

        try
        {
            _seen?.Invoke(run);
        }
        catch (Exception fault)
        {
            _end.TrySetException(fault);
        }
    }

    public void Finish(T run) => _end.TrySetResult(run);

    public void Fail(Exception fault) => _end.TrySetException(fault);

    /// <summary>The caller has gone; nothing is said to it any more.</summary>
    public void Leave() => _end.TrySetCanceled();
}
