using System;
using System.Collections.Generic;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;

namespace ReplicatePS.Pipeline;

/// <summary>
/// Lets work run beside the pipeline thread, and carries what it has to say back to it: PowerShell takes output, errors and
/// questions on that thread alone. However the pipeline ends, no work goes on after <see cref="Close"/>.
/// </summary>
internal sealed class PipelinePump : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly object _gate = new();
    private readonly Queue<Post> _posts = new();
    private readonly CancellationTokenSource _stop = new();
    private int _running;
    private bool _isClosed;

    /// <summary>Canceled when the pipeline is stopped, or when the pump is closed.</summary>
    public CancellationToken Stop => _stop.Token;

    /// <summary>Starts work on the thread pool. The work reports its own failures.</summary>
    public void Start(Func<Task> work)
    {
        lock (_gate)
        {
            _running++;
        }

        _ = Task.Run(async () =>
        {
            try
            {
                await work().ConfigureAwait(false);
            }
            finally
            {
                lock (_gate)
                {
                    _running--;
                    Monitor.PulseAll(_gate);
                }
            }
        });
    }

    /// <summary>Runs something on the pipeline thread, some time. If the pipeline ends before, it is told so instead.</summary>
    public void Send(Action action, Action? dropped = null) => Enqueue(new Post(action, null, dropped));

    /// <summary>
    /// Runs something on the pipeline thread; done when it ran. That is what slows the work down to the pace of the consumer. If the pipeline
    /// ends before, it is told so instead.
    /// </summary>
    public Task SendAsync(Action action, Action? dropped = null)
    {
        TaskCompletionSource<bool> done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Enqueue(new Post(action, done, dropped));
        return done.Task;
    }

    /// <summary>On the pipeline thread: does what the work asks for, until no more than so many pieces of work are running.</summary>
    public void Run(int untilRunning)
    {
        while (Next(untilRunning) is { } post)
        {
            post.Run();
        }
    }

    /// <summary>From any thread: ends the work, and wakes the pipeline thread.</summary>
    public void Cancel()
    {
        // Cancelling runs callbacks of the work; it must not hold the gate that they may ask for.
        try
        {
            _stop.Cancel();
        }
        catch (Exception fault) when (fault is ObjectDisposedException or AggregateException)
        {
            // The pump was closed in the same moment, or a callback failed: the work ends either way.
        }

        lock (_gate)
        {
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Ends the work and waits for it, for no longer than a person would.</summary>
    public void Close()
    {
        Cancel();
        lock (_gate)
        {
            _isClosed = true;
            while (_posts.Count > 0)
            {
                _posts.Dequeue().Drop();
            }

            DateTime until = DateTime.UtcNow + Patience;
            while (_running > 0 && until - DateTime.UtcNow is { Ticks: > 0 } left)
            {
                Monitor.Wait(_gate, left);
            }
        }
    }

    public void Dispose()
    {
        Close();
        _stop.Dispose();
    }

    private void Enqueue(Post post)
    {
        lock (_gate)
        {
            if (_isClosed)
            {
                post.Drop();
                return;
            }

            _posts.Enqueue(post);
            Monitor.PulseAll(_gate);
        }
    }

    private Post? Next(int untilRunning)
    {
        lock (_gate)
        {
            while (_posts.Count == 0 && _running > untilRunning && !_stop.IsCancellationRequested)
            {
                Monitor.Wait(_gate);
            }

            if (_stop.IsCancellationRequested)
            {
                throw new PipelineStoppedException();
            }

            return _posts.Count > 0 ? _posts.Dequeue() : null;
        }
    }

    private sealed class Post
    {
        private readonly Action _action;
        private readonly TaskCompletionSource<bool>? _done;
        private readonly Action? _dropped;

        public Post(Action action, TaskCompletionSource<bool>? done, Action? dropped)
        {
            _action = action;
            _done = done;
            _dropped = dropped;
        }

        public void Run()
        {
            try
            {
                _action();
            }
            catch
            {
                _done?.TrySetCanceled();
                throw;
            }

            _done?.TrySetResult(true);
        }

        public void Drop()
        {
            _done?.TrySetCanceled();
            _dropped?.Invoke();
        }
    }
}
