using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace ReplicatePS.Core;

/// <summary>
/// Looks at all runs of a kind that a client waits for: one timer, however many callers. Each run has a time at which it is due; where
/// a list costs fewer requests than reading those that are due one by one, it is asked for instead.
/// </summary>
internal sealed class RunPoller<T>
    where T : Run
{
    private const int MostLooksAtOnce = 128;

    private readonly object _gate = new();
    private readonly Func<string, CancellationToken, Task<T>> _read;
    private readonly RunList<T> _list;
    private readonly EndStreams<T> _streams;
    private readonly LookTimer _timer;
    private readonly LookPace<T> _pace = new();
    private readonly WatchQueue<T> _queue = new();
    private int _looking;

    public RunPoller(Func<string, CancellationToken, Task<T>> read, RunList<T> list, EndStreams<T> streams, TimeProvider clock)
    {
        _read = read;
        _list = list;
        _streams = streams;
        _timer = new LookTimer(clock, Turn);
    }

    /// <summary>Begins to look for a caller.</summary>
    /// <param name="id">Which run.</param>
    /// <param name="known">What the caller knows of it; null for nothing.</param>
    /// <param name="waiter">Who is told.</param>
    public Watch<T> Join(string id, T? known, Waiter<T> waiter)
    {
        Watch<T> watch;
        lock (_gate)
        {
            double now = _timer.Now;
            watch = _queue.Of(id, known, now);
            watch.Waiters.Add(waiter);
            bool isStreamed = BeginStream(watch);
            if (!watch.IsLooking)
            {
                watch.IsToBeRead = known is { HasEnded: true };
                _queue.Schedule(watch, now + _pace.First(watch, known, isStreamed, _queue.Count, now));
            }
        }

        Turn();
        return watch;
    }

    /// <summary>Ends the looks that were for this caller alone.</summary>
    public void Leave(Watch<T> watch, Waiter<T> waiter)
    {
        waiter.Leave();
        CancellationTokenSource? listing = null;
        lock (_gate)
        {
            if (!watch.Waiters.Remove(waiter) || watch.Waiters.Count > 0)
            {
                return;
            }

            _queue.Forget(watch);
            if (_queue.Count == 0)
            {
                listing = _list.GiveUp();
                _timer.Stop();
            }
        }

        watch.Stop.Cancel();
        listing?.Cancel();
    }

    /// <summary>Starts what is due, and sets the timer for what comes next.</summary>
    private void Turn()
    {
        lock (_gate)
        {
            double now = _timer.Now;
            bool prefersList = !_list.IsUnderWay && _list.IsSoon(now) && _queue.IsWorthList(now, _list.Next);
            if (prefersList && now >= _list.Next)
            {
                BeginList(now);
            }

            // The end of a list is a turn of its own.
            double? list = _list.IsUnderWay ? double.MaxValue : _list.Next;
            bool isHeld = prefersList || (_list.IsUnderWay && _list.IsQuick);
            List<Watch<T>> due = _queue.TakeDue(now, isHeld ? list : null, MostLooksAtOnce - _looking, out double next);
            _looking += due.Count;
            due.ForEach(watch => Start(() => LookAsync(watch)));
            if (next < double.MaxValue)
            {
                _timer.Set(next);
            }
        }
    }

    // Never on this thread, which may hold the lock.
    private static void Start(Func<Task> work) => _ = Task.Run(work);

    private double NextLook(Watch<T> watch, double now) => now + _pace.Next(watch, _queue.Count, _list.Gap, now);

    private void BeginList(double now)
    {
        Watch<T>[] asked = _queue.TakeListable(now, out HashSet<string> isFor);
        CancellationToken stop = _list.Begin();
        Start(() => ListAsync(asked, isFor, stop));
    }

    private async Task ListAsync(Watch<T>[] asked, HashSet<string> isFor, CancellationToken stop)
    {
        double sent = _timer.Now;
        ListedPages<T> listed = await _list.ReadAsync(isFor, sent, () => _timer.Now, stop).ConfigureAwait(false);
        List<LookNews<T>> news = new();
        lock (_gate)
        {
            double now = _timer.Now;
            _list.End();
            _pace.Sharing = asked.Count(watch => listed.Has(watch.Id));
            foreach (Watch<T> watch in asked)
            {
                if (watch.Listed(listed, isFor.Contains(watch.Id), sent, now))
                {
                    news.Add(new LookNews<T>(watch, watch.Last));
                    watch.Due = NextLook(watch, now);
                }

                _queue.Schedule(watch, watch.Due);
            }
        }

        news.ForEach(one => one.Tell());
        Turn();
    }

    private async Task LookAsync(Watch<T> watch)
    {
        double sent = _timer.Now;
        T? run = null;
        Exception? fault = null;
        try
        {
            run = await _read(watch.Id, watch.Stop.Token).ConfigureAwait(false);
        }
        catch (Exception failed)
        {
            fault = failed;
        }

        LookNews<T> news;
        lock (_gate)
        {
            double now = _timer.Now;
            _looking--;
            watch.IsToBeRead = false;
            if (run is not null)
            {
                _pace.Learn(watch, run, now);
                watch.Read(run, sent, now);
            }
            else if (watch.IsPassing(fault!, now))
            {
                watch.Waiters.ForEach(waiter => waiter.LastFault = fault);
                fault = null;
            }

            news = new LookNews<T>(watch, run, fault);
            if (fault is not null || run is { HasEnded: true })
            {
                _queue.Forget(watch);
            }
            else if (watch.Waiters.Count > 0)
            {
                BeginStream(watch);
                _queue.Schedule(watch, NextLook(watch, now));
            }
        }

        news.Tell();
        Turn();
    }

    private bool BeginStream(Watch<T> watch)
    {
        if (!_streams.Begin(watch, _queue.Count))
        {
            return false;
        }

        T run = watch.Last!;
        Start(() => StreamAsync(watch, run));
        return true;
    }

    private async Task StreamAsync(Watch<T> watch, T run)
    {
        bool isDone = await _streams.SaysDoneAsync(watch, run).ConfigureAwait(false);
        lock (_gate)
        {
            double now = _timer.Now;
            _streams.End(watch, isDone);
            if (!watch.IsLooking)
            {
                _queue.Schedule(watch, isDone ? now : Math.Min(watch.Due, NextLook(watch, now)));
            }
        }

        Turn();
    }
}
