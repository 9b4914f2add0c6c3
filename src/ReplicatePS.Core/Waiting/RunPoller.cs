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
    // What a client's own retries did not cure may pass; what lasts this many looks does not.
    private const int MostFailedLooks = 8;
    private const int MostLooksAtOnce = 128;
    private const double Growth = 1.5;

    // Streams are for the few that a person or a script waits for; of many, lists tell.
    private const int MostStreams = 4;

    // While a stream is to tell of the end, looks are there in case that it does not.
    private const double PauseBesideStream = 2;

    private const double LongestTimer = 3600;

    // Where several are waited for, a new one waits so long for others, so that a list can tell of all of them.
    private const int FewWatches = 2;
    private const double Gathering = 0.03;

    // A list saves the looks that would come until so long after it.
    private const double ListServes = 0.2;

    // How long what was just created may be unknown to the machine that answers.
    private const double Unknown = 4;
    private const int LengthOfIds = 26;

    private readonly object _gate = new();
    private readonly string _what;
    private readonly Func<string, CancellationToken, Task<T>> _read;
    private readonly RunList<T> _list;
    private readonly EndStream? _ends;
    private readonly TimeProvider _clock;
    private readonly long _start;
    private readonly ITimer _timer;
    private readonly Random _jitter = new();
    private readonly RunTimes _times = new();
    private readonly Dictionary<string, Watch<T>> _watches = new();
    private readonly SortedSet<Watch<T>> _waiting = new();
    private CancellationTokenSource _listing = new();
    private bool _isListing;
    private int _sharing;
    private int _looking;
    private int _streaming;
    private long _numbers;

    public RunPoller(
        string what, Func<string, CancellationToken, Task<T>> read, Func<CancellationToken, IAsyncEnumerable<Page<T>>> list, TimeProvider clock, EndStream? ends)
    {
        _what = what;
        _read = read;
        _list = new RunList<T>(list, clock);
        _ends = ends;
        _clock = clock;
        _start = clock.GetTimestamp();
        _timer = clock.CreateTimer(_ => Turn(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    private double Now => _clock.GetElapsedTime(_start).TotalSeconds;

    /// <summary>Waits until a run has ended, its bound is reached or nothing can be learnt of it.</summary>
    /// <param name="id">Which run.</param>
    /// <param name="known">What is known of it; null for nothing.</param>
    /// <param name="settings">The bound and the pace.</param>
    /// <param name="seen">Is told of each look.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async Task<T> WaitAsync(string id, T? known, WaitSettings settings, Action<T>? seen, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        PathSegment.Check(id, $"a {_what} id");
        Waiter<T> waiter = new(settings, seen);
        if (settings.Timeout <= TimeSpan.Zero)
        {
            throw TimedOut(id, known, waiter, null);
        }

        using Deadline bound = new(_clock, settings.Timeout, cancellation);
        Watch<T> watch = Join(id, known, waiter);

        // Who leaves is not looked at for a moment longer.
        using CancellationTokenRegistration leaving = bound.Token.Register(() => Leave(watch, waiter));
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
            Leave(watch, waiter);
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

    private Watch<T> Join(string id, T? known, Waiter<T> waiter)
    {
        Watch<T> watch;
        Func<Task>? stream;
        lock (_gate)
        {
            if (!_watches.TryGetValue(id, out watch))
            {
                _watches[id] = watch = new Watch<T>(id, ++_numbers) { Last = known, Since = Now };
            }

            watch.Waiters.Add(waiter);
            stream = BeginStream(watch);
            if (!watch.IsLooking)
            {
                // What has just begun need not be looked at before it may have ended.
                watch.IsToBeRead = known is { HasEnded: true };
                if (known is not null)
                {
                    _times.Saw(known, Now);
                }

                double? untilEnd = known is { HasEnded: false } ? _times.UntilEnd(known, Now, 0)?.Pause : null;
                double gather = _watches.Count > FewWatches && !watch.IsToBeRead ? Gathering : 0;
                double pause = stream is not null && !watch.NeedsLog ? PauseBesideStream : untilEnd ?? gather;
                Schedule(watch, Now + Math.Min(pause, watch.LongestPause));
            }
        }

        Start(stream);
        Turn();
        return watch;
    }

    private void Leave(Watch<T> watch, Waiter<T> waiter)
    {
        waiter.Leave();
        bool isLast;
        bool isEmpty;
        CancellationTokenSource listing;
        lock (_gate)
        {
            if (!watch.Waiters.Remove(waiter))
            {
                return;
            }

            isLast = watch.Waiters.Count == 0;
            if (isLast)
            {
                _waiting.Remove(watch);
                Forget(watch);
            }

            isEmpty = _watches.Count == 0;
            listing = _listing;
            if (isEmpty)
            {
                _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            }
        }

        if (isLast)
        {
            watch.Stop.Cancel();
        }

        if (isEmpty)
        {
            listing.Cancel();
        }
    }

    /// <summary>Starts what is due, and sets the timer for what comes next.</summary>
    private void Turn()
    {
        List<Func<Task>> work = new();
        lock (_gate)
        {
            double now = Now;
            bool prefersList = PrefersList(now);
            if (prefersList && !_isListing && now >= _list.Next)
            {
                work.Add(BeginList(now));
            }

            bool isHeld = prefersList || (_isListing && _list.IsQuick);
            double next = double.MaxValue;
            List<Watch<T>> due = new();
            foreach (Watch<T> watch in _waiting)
            {
                if (watch.Due > now)
                {
                    next = Math.Min(next, watch.Due);
                    break;
                }

                if (isHeld && watch.IsListable(now))
                {
                    // The end of a list is a turn of its own.
                    next = _isListing ? next : Math.Min(next, _list.Next);
                }
                else if (_looking + due.Count < MostLooksAtOnce)
                {
                    due.Add(watch);
                }
            }

            work.AddRange(due.Select(BeginLook));
            if (next < double.MaxValue)
            {
                // Timers know whole milliseconds; one that fires early would fire again at once.
                _timer.Change(TimeSpan.FromMilliseconds(Math.Ceiling(Math.Min(Math.Max(0, next - now), LongestTimer) * 1000)), Timeout.InfiniteTimeSpan);
            }
        }

        work.ForEach(Start);
    }

    private static void Start(Func<Task>? work) => _ = work is null ? Task.CompletedTask : Task.Run(work);

    /// <summary>Whether one is due, and so many others soon that a list is worth its requests.</summary>
    private bool PrefersList(double now)
    {
        if (_isListing || !_list.IsSoon(now) || !_waiting.TakeWhile(watch => watch.Due <= now).Any(watch => watch.IsListable(now)))
        {
            return false;
        }

        double until = Math.Max(now + ListServes, _list.Next);
        int due = 0;
        int pages = 1;
        foreach (Watch<T> watch in _waiting)
        {
            if (watch.Due > until)
            {
                break;
            }

            if (watch.IsListable(now))
            {
                due++;
                pages = Math.Max(pages, watch.Page);
                if (due > pages + 1)
                {
                    return true;
                }
            }
        }

        return false;
    }

    private Func<Task> BeginList(double now)
    {
        // Those that the list is for wait for it, whatever their own time.
        Watch<T>[] asked = _waiting.Where(watch => watch.IsListable(now)).ToArray();
        HashSet<string> due = new(asked.Where(watch => watch.Due <= now + ListServes).Select(watch => watch.Id));
        foreach (Watch<T> watch in asked)
        {
            _waiting.Remove(watch);
            watch.IsLooking = true;
        }

        _isListing = true;
        if (_listing.IsCancellationRequested)
        {
            _listing = new CancellationTokenSource();
        }

        CancellationToken stop = _listing.Token;
        return () => ListAsync(asked, due, stop);
    }

    private async Task ListAsync(Watch<T>[] asked, HashSet<string> due, CancellationToken stop)
    {
        double sent = Now;
        IReadOnlyDictionary<string, (T Run, int Page)> found = await _list.ReadAsync(due, sent, () => Now, stop).ConfigureAwait(false);
        List<(Waiter<T> Waiter, T Run)> news = new();
        lock (_gate)
        {
            _isListing = false;
            _sharing = asked.Count(watch => found.ContainsKey(watch.Id));
            double now = Now;
            foreach (Watch<T> watch in asked)
            {
                watch.IsLooking = false;
                if (!found.TryGetValue(watch.Id, out (T Run, int Page) item))
                {
                    if (due.Contains(watch.Id))
                    {
                        watch.Missed(now);
                        watch.Due = now;
                    }
                }
                else
                {
                    watch.Listed(item.Page);
                    watch.IsToBeRead = item.Run.HasEnded;
                    if (!item.Run.HasEnded)
                    {
                        Looked(watch, item.Run, sent);
                        news.AddRange(watch.Waiters.Select(waiter => (waiter, item.Run)));
                    }

                    watch.Due = now + (item.Run.HasEnded ? 0 : PauseFor(watch, now));
                }

                if (watch.Waiters.Count > 0)
                {
                    Schedule(watch, watch.Due);
                }
            }
        }

        news.ForEach(one => one.Waiter.See(one.Run));
        Turn();
    }

    private Func<Task> BeginLook(Watch<T> watch)
    {
        _waiting.Remove(watch);
        watch.IsLooking = true;
        _looking++;
        return () => LookAsync(watch);
    }

    private async Task LookAsync(Watch<T> watch)
    {
        double sent = Now;
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

        Waiter<T>[] told;
        Func<Task>? stream = null;
        lock (_gate)
        {
            double now = Now;
            watch.IsLooking = false;
            watch.IsToBeRead = false;
            _looking--;
            told = watch.Waiters.ToArray();
            if (run is not null)
            {
                watch.WholeAt = now;
                _times.Saw(run, now);
                if (run.HasEnded)
                {
                    _times.Learn(run, now, watch.SeenRunning);
                }

                Looked(watch, run, sent);
            }
            else if (IsPassing(watch, fault!, now))
            {
                Array.ForEach(told, waiter => waiter.LastFault = fault);
                fault = null;
            }

            if (fault is not null || run is { HasEnded: true })
            {
                // Who asks for it from now on starts anew.
                Forget(watch);
            }
            else if (told.Length > 0)
            {
                stream = BeginStream(watch);
                Schedule(watch, now + PauseFor(watch, now));
            }
        }

        foreach (Waiter<T> waiter in told)
        {
            if (fault is not null)
            {
                waiter.Fail(fault);
            }
            else if (run is not null)
            {
                waiter.See(run);
                if (run.HasEnded)
                {
                    waiter.Finish(run);
                }
            }
        }

        Start(stream);
        Turn();
    }

    private Func<Task>? BeginStream(Watch<T> watch)
    {
        bool isWorthIt = !watch.WasStreamed && _watches.Count <= MostStreams && _streaming < MostStreams;
        if (!isWorthIt || watch.Last is not { } run || _ends?.Has(run) != true)
        {
            return null;
        }

        watch.WasStreamed = true;
        watch.IsStreaming = true;
        _streaming++;
        return () => StreamAsync(watch, run);
    }

    private async Task StreamAsync(Watch<T> watch, T run)
    {
        bool isDone = await _ends!.SaysDoneAsync(run, watch.Stop.Token).ConfigureAwait(false);
        lock (_gate)
        {
            _streaming--;
            watch.IsStreaming = false;
            watch.IsToldDone = isDone;
            watch.Looks = isDone ? 1 : watch.Looks;
            if (watch.Waiters.Count > 0 && !watch.IsLooking)
            {
                Schedule(watch, isDone ? Now : Math.Min(watch.Due, Now + PauseFor(watch, Now)));
            }
        }

        Turn();
    }

    private static void Looked(Watch<T> watch, T run, double sent)
    {
        watch.Looks++;
        watch.Failures = 0;
        watch.MissingSince = null;
        watch.Last = run;
        watch.SeenRunning = run.HasEnded ? watch.SeenRunning : sent;
    }

    /// <summary>Whether a look that failed says nothing of what was looked at.</summary>
    private static bool IsPassing(Watch<T> watch, Exception fault, double now)
    {
        if (fault is not ReplicateException known)
        {
            return false;
        }

        if (known.Kind == ErrorKind.NotFound && (watch.Last is not null || watch.Id.Length == LengthOfIds))
        {
            watch.Looks++;
            watch.MissingSince ??= now;
            return now - watch.MissingSince < Unknown;
        }

        return (known.IsTransient || known.Kind == ErrorKind.BadResponse) && ++watch.Failures < MostFailedLooks;
    }

    private double PauseFor(Watch<T> watch, double now)
    {
        double pause = watch.FirstPause * Math.Pow(Growth, Math.Min(watch.Looks - 1 + watch.Failures, 60));
        pause = Math.Min(pause, watch.LongestPause) * (0.9 + (0.1 * _jitter.NextDouble()));

        // When n share a look, each can be looked at n / 2 times as often for half the requests.
        double share = watch.IsListable(now) ? Math.Min(_sharing, _watches.Count) / 2.0 : 1;
        pause = share > 1 ? Math.Max(Math.Min(pause, _list.Gap), pause / share) : pause;
        if (watch.IsStreaming && !watch.NeedsLog)
        {
            return Math.Min(Math.Max(pause, PauseBesideStream), watch.LongestPause);
        }

        if (watch.Failures > 0 || watch.IsToldDone || watch.Last is not { } last || _times.UntilEnd(last, now, now - watch.Since) is not { } known)
        {
            return pause;
        }

        return Math.Min(known.IsUsual || share <= 1 ? known.Pause : Math.Min(known.Pause, pause), watch.LongestPause);
    }

    private void Forget(Watch<T> watch)
    {
        if (_watches.TryGetValue(watch.Id, out Watch<T> current) && current == watch)
        {
            _watches.Remove(watch.Id);
        }
    }

    private void Schedule(Watch<T> watch, double due)
    {
        _waiting.Remove(watch);
        watch.Due = due;
        _waiting.Add(watch);
    }
}
