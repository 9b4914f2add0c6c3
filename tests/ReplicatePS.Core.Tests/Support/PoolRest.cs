using System;
using System.Diagnostics;
using System.Threading;

namespace ReplicatePS.Core.Tests;

/// <summary>Tells whether the thread pool has nothing to do: whatever is under way then waits for time to pass.</summary>
internal sealed class PoolRest
{
    private static readonly TimeSpan Learning = TimeSpan.FromMilliseconds(250);

    // A pool that was never seen at rest for so long has more threads that are kept than was thought.
    private static readonly TimeSpan LongestWork = TimeSpan.FromSeconds(10);

    // The test host keeps threads of the pool for itself, as many in each test.
    private static int _kept = int.MaxValue;

    private readonly Stopwatch _sinceRest = Stopwatch.StartNew();
    private int _least = int.MaxValue;

    /// <summary>Learns how many threads are kept for good; once for the process, while no test is at work.</summary>
    public static void Learn()
    {
        for (Stopwatch watch = Stopwatch.StartNew(); _kept == int.MaxValue && watch.Elapsed < Learning;)
        {
            int kept = Busy;
            while (watch.Elapsed < Learning)
            {
                kept = Math.Min(kept, Busy);
                Thread.Yield();
            }

            _kept = kept;
        }
    }

    public bool IsIdle()
    {
        // Who takes work from the queue counts as busy before it is taken.
        bool isPending = ThreadPool.PendingWorkItemCount > 0;
        int busy = Busy;
        _kept = Math.Min(_kept, busy);
        _least = Math.Min(_least, busy);
        if (busy > _kept && _sinceRest.Elapsed > LongestWork)
        {
            _kept = _least;
        }

        if (isPending || busy > _kept)
        {
            return false;
        }

        _least = int.MaxValue;
        _sinceRest.Restart();
        return true;
    }

    private static int Busy
    {
        get
        {
            ThreadPool.GetMaxThreads(out int all, out _);
            ThreadPool.GetAvailableThreads(out int free, out _);
            return all - free;
        }
    }
}
