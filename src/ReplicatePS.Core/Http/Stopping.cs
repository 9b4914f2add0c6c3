using System;
using System.Threading;
using System.Threading.Tasks;

namespace ReplicatePS.Core;

/// <summary>Stops waiting for work that does not heed its token, as name look-ups and reads of the older frameworks do not.</summary>
internal static class Stopping
{
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(100);

    /// <summary>The task's result, or the end of waiting for it as soon as the token is canceled.</summary>
    /// <param name="task">The work.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <param name="late">Is given a result that came after that.</param>
    public static async Task<T> OrStopped<T>(this Task<T> task, CancellationToken cancellation, Action<T>? late = null)
    {
        if (!task.IsCompleted && cancellation.CanBeCanceled)
        {
            TaskCompletionSource<bool> stop = new(TaskCreationOptions.RunContinuationsAsynchronously);
            using (cancellation.Register(() => stop.TrySetResult(true)))
            {
                if (await Task.WhenAny(task, stop.Task).ConfigureAwait(false) != task)
                {
                    _ = WatchAsync(task, late);
                    throw new OperationCanceledException(cancellation);
                }
            }
        }

        return await task.ConfigureAwait(false);
    }

    /// <summary>
    /// The same for work that heeds its token almost always, and has things to put in order then: it is given a moment for that before it
    /// is left to itself.
    /// </summary>
    /// <param name="task">The work.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    public static async Task<T> OrGivenUp<T>(this Task<T> task, CancellationToken cancellation)
    {
        TaskCompletionSource<bool> stop = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using (cancellation.Register(() => stop.TrySetResult(true)))
        {
            if (await Task.WhenAny(task, stop.Task).ConfigureAwait(false) != task)
            {
                await Task.WhenAny(task, Task.Delay(Moment, CancellationToken.None)).ConfigureAwait(false);
            }
        }

        return await task.OrStopped(cancellation).ConfigureAwait(false);
    }

    private static async Task WatchAsync<T>(Task<T> task, Action<T>? late)
    {
        try
        {
            T result = await task.ConfigureAwait(false);
            late?.Invoke(result);
        }
        catch (Exception)
        {
            // Nobody waits for it any more; a fault that nobody sees would be reported by the framework.
        }
    }
}
