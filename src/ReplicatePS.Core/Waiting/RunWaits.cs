using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace ReplicatePS.Core;

/// <summary>The waits for runs of one kind: each has a bound of its own, all share their looks.</summary>
internal sealed class RunWaits<T>
    where T : Run
{
    private readonly string _what;
    private readonly TimeProvider _clock;
    private readonly RunPoller<T> _poller;

    public RunWaits(
        string what, Func<string, CancellationToken, Task<T>> read, Func<CancellationToken, IAsyncEnumerable<Page<T>>> list, TimeProvider clock, EndStream? ends)
    {
        _what = what;
        _clock = clock;
        _poller = new RunPoller<T>(read, new RunList<T>(list, clock), new EndStreams<T>(ends), clock);
    }

    /// <summary>Waits until a run has ended, its bound is reached or nothing can be learnt of it.</summary>
    /// <param name="id">Which run.</param>
    /// <param name="settings">The bound and the pace; null takes the defaults.</param>
    /// <param name="seen">Is told of each look.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public Task<T> ForAsync(string id, WaitSettings? settings, Action<T>? seen, CancellationToken cancellation) =>
        WaitAsync(id, null, settings ?? new WaitSettings(), seen, cancellation);

    /// <summary>The same for a run of which something is known. One that is known whole to have ended is not looked at.</summary>
    public Task<T> ForAsync(T known, WaitSettings? settings, Action<T>? seen, CancellationToken cancellation)
    {
        if (known.HasEnded && known.IsWhole)
        {
            seen?.Invoke(known);
            return Task.FromResult(known);
        }

        return WaitAsync(known.Id, known, settings ?? new WaitSettings(), seen, cancellation);
    }

    private async Task<T> WaitAsync(string id, T? known, WaitSettings settings, Action<T>? seen, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        PathSegment.Check(id, $"a {_what} id");
        Waiter<T> waiter = new(settings, seen);
        if (settings.Timeout <= TimeSpan.Zero)
        {
            throw TimedOut(id, known, waiter, null);
        }

        using Deadline bound = new(_clock, settings.Timeout, cancellation);
        Watch<T> watch = _poller.Join(id, known, waiter);

        // Who leaves is not looked at for a moment longer.
        using CancellationTokenRegistration leaving = bound.Token.Register(() => _poller.Leave(watch, waiter));
        try
        {
            return await waiter.End.OrStopped(bound.Token).ConfigureAwait(false);
        }
        catch (ReplicateException fault)
        {
            throw fault.Rephrase($"The {_what} {id} cannot be waited for: {fault.Message}", id);
        }
        catch (OperationCanceledException stopped) when (bound.IsUp && !cancellation.IsCancellationRequested)
        {
            throw TimedOut(id, known, waiter, stopped);
        }
        finally
        {
            _poller.Leave(watch, waiter);
        }
    }

    private ReplicateException TimedOut(string id, T? known, Waiter<T> waiter, Exception? stopped)
    {
        string state = (waiter.LastStatus ?? known?.Status) is { } status ? $"its status is '{status}'" : "its status could not be read";
        string within = waiter.Settings.Timeout > TimeSpan.Zero
            ? $"has not ended within {waiter.Settings.Timeout.TotalSeconds:0.#} s"
            : "was not waited for, as the time was up";
        return new ReplicateException(
            ErrorKind.WaitTimeout, $"The {_what} {id} {within}; {state}. It goes on at Replicate.", waiter.LastFault ?? stopped)
        {
            Id = id,
        };
    }
}
