using System;
using System.Linq;

namespace ReplicatePS.Core;

/// <summary>What a look brought, for those who were waiting at that moment. It is told outside the poller's lock, as it runs their code.</summary>
internal sealed class LookNews<T>
    where T : Run
{
    private readonly Waiter<T>[] _waiters;
    private readonly T? _run;
    private readonly Exception? _fault;

    /// <summary>Keeps the news.</summary>
    /// <param name="watch">What was looked at.</param>
    /// <param name="run">How it is; null when that is not known.</param>
    /// <param name="fault">What ends the waits; null when nothing does.</param>
    public LookNews(Watch<T> watch, T? run, Exception? fault = null)
    {
        _waiters = watch.Waiters.ToArray();
        _run = run;
        _fault = fault;
    }

    public void Tell()
    {
        foreach (Waiter<T> waiter in _waiters)
        {
            if (_fault is not null)
            {
                waiter.Fail(_fault);
            }
            else if (_run is not null)
            {
                waiter.See(_run);
                if (_run.HasEnded)
                {
                    waiter.Finish(_run);
                }
            }
        }
    }
}
