using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace ReplicatePS.Core;

/// <summary>The newest pages of a list, and how soon they may be asked for again.</summary>
internal sealed class RunList<T>
    where T : Run
{
    private const int MostPages = 5;

    // Fewer than this are better read one by one than by another page.
    private const int WorthAPage = 3;
    private const double ShortestGap = 0.1;
    private const double LongestGap = 2;

    // What is due waits no longer than this for the next list.
    private const double Soon = 0.25;

    // After a list that failed, runs are read one by one for so long.
    private const double Rest = 30;
    private static readonly TimeSpan LongestTry = TimeSpan.FromSeconds(5);

    private readonly Func<CancellationToken, IAsyncEnumerable<Page<T>>> _list;
    private readonly TimeProvider _clock;
    private CancellationTokenSource _stop = new();

    public RunList(Func<CancellationToken, IAsyncEnumerable<Page<T>>> list, TimeProvider clock)
    {
        _list = list;
        _clock = clock;
    }

    public bool IsUnderWay { get; private set; }

    /// <summary>When the next list may go, in seconds.</summary>
    public double Next { get; private set; } = double.MinValue;

    /// <summary>The least time between two lists, in seconds: lists that take long are rare.</summary>
    public double Gap { get; private set; } = ShortestGap;

    /// <summary>Whether a list is soon over, as far as is known.</summary>
    public bool IsQuick => Gap <= Soon;

    public bool IsSoon(double now) => Next - now <= Soon;

    /// <summary>A list is about to be read.</summary>
    /// <returns>What ends it before its time.</returns>
    public CancellationToken Begin()
    {
        IsUnderWay = true;
        return _stop.Token;
    }

    public void End() => IsUnderWay = false;

    /// <summary>Nobody needs the list that is under way, if there is one.</summary>
    /// <returns>Ends it.</returns>
    public CancellationTokenSource GiveUp()
    {
        CancellationTokenSource stop = _stop;
        _stop = new CancellationTokenSource();
        return stop;
    }

    /// <summary>Reads pages as long as they hold enough of what is due. Never fails: what it does not find has to be read one by one.</summary>
    public async Task<ListedPages<T>> ReadAsync(IReadOnlyCollection<string> due, double begun, Func<double> now, CancellationToken stop)
    {
        ListedPages<T> listed = new();
        using Deadline bound = new(_clock, LongestTry, stop);
        try
        {
            bool isEnough = false;
            await foreach (Page<T> page in _list(bound.Token).ConfigureAwait(false))
            {
                listed.Add(page);
                isEnough = listed.Pages < MostPages && due.Count(id => !listed.Has(id)) < WorthAPage;
                if (isEnough || listed.Pages == MostPages)
                {
                    break;
                }
            }

            listed.IsAll = !isEnough;
            Gap = Math.Min(Math.Max(ShortestGap, 2 * (now() - begun)), LongestGap);
            Next = begun + Gap;
        }
        catch (Exception)
        {
            // Whatever it was, a look at the run itself will tell. That nobody waits any more is no fault of the list.
            Next = stop.IsCancellationRequested ? Next : now() + Rest;
        }

        return listed;
    }
}
