using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using ReplicatePS.Core;

namespace ReplicatePS;

/// <summary>
/// The job that the rows of a pipeline make. It names each row, keeps the journal of what becomes of them, and leaves out the
/// rows of other shards.
/// </summary>
internal sealed class Job : IDisposable
{
    private const int MostNamed = 20;

    // Replicate's clock and this machine's agree no better.
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(60);

    /// <summary>How long Replicate keeps outputs.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromHours(1);

    private readonly ConcurrentQueue<long> _gone = new();
    private readonly RunJournal? _journal;
    private readonly Shard? _shard;
    private readonly bool _retriesFailed;
    private readonly RowKeys _keys = new();
    private readonly object _gate = new();
    private readonly Dictionary<bool, Task> _looks = new();
    private readonly DateTimeOffset? _since;
    private Task<TimeSpan>? _skew;
    private long _rows;

    private Job(RunJournal? journal, Shard? shard, bool retriesFailed)
    {
        _journal = journal;
        _shard = shard;
        _retriesFailed = retriesFailed;
        _since = journal?.OpenSince;
    }

    /// <summary>The lines of the journal that could not be read.</summary>
    public IReadOnlyList<int> DamagedLines => _journal?.DamagedLines ?? Array.Empty<int>();

    /// <summary>Opens the job's journal, if it is to have one.</summary>
    /// <param name="path">The journal; null for none.</param>
    /// <param name="shard">The part of the job that is to be run; null for all of it.</param>
    /// <param name="retriesFailed">Whether rows that have failed are run again.</param>
    /// <exception cref="ReplicateException">The journal is in use or none, or the shard is none.</exception>
    public static Job Open(string? path, string? shard, bool retriesFailed)
    {
        if (retriesFailed && path is null)
        {
            throw ReplicateException.Invalid("-RetryFailed was given without -Journal, which knows what has failed.");
        }

        Shard? part = shard is null ? null : Shard.Parse(shard);
        return new Job(path is null ? null : RunJournal.Open(path, part), part, retriesFailed);
    }

    /// <summary>On the pipeline thread, in the order of the rows: the next one.</summary>
    /// <param name="target">What it runs, as the user named it.</param>
    /// <param name="input">Its inputs as the user gave them.</param>
    /// <returns>Null for a row of another shard.</returns>
    public JobRow? Next(string target, JsonObject input)
    {
        string key = _keys.Next(target, CanonicalJson.Hash(JsonSerializer.SerializeToElement(input)));
        _rows++;
        return _shard?.Holds(key) == false ? null : new JobRow(this, _journal, key, _rows, target, _retriesFailed);
    }

    /// <summary>When the journal was opened: what it says is older.</summary>
    public DateTimeOffset OpenedAt { get; } = DateTimeOffset.UtcNow;

    /// <summary>
    /// What was created since the oldest create of which nobody knows what became of it. All rows share a look; there is a first one, and a
    /// later one for what may not have been listed yet.
    /// </summary>
    public Task<ListedRuns<T>> LookAsync<T>(RunSource<T> source, bool isLater, CancellationToken stop)
        where T : Run
    {
        lock (_gate)
        {
            if (!_looks.TryGetValue(isLater, out Task? look))
            {
                _skew ??= source.ReadSkewAsync(stop);
                _looks[isLater] = look = ListAsync(_skew);
            }

            return (Task<ListedRuns<T>>)look;
        }

        async Task<ListedRuns<T>> ListAsync(Task<TimeSpan> skew)
        {
            TimeSpan later = await skew.ConfigureAwait(false);
            return await source.ListAsync((_since ?? OpenedAt) + later - Slack, stop).ConfigureAwait(false);
        }
    }

    /// <summary>Notes a row whose files are of an earlier run, were not saved or are not there any more, and are gone from Replicate by now.</summary>
    public void NoteGone(long row) => _gone.Enqueue(row);

    /// <summary>The warning that names those rows; null where there are none.</summary>
    public string? Gone()
    {
        long[] rows = _gone.OrderBy(row => row).ToArray();
        return rows.Length == 0 ? null
            : $"{rows.Length} {(rows.Length == 1 ? "row has" : "rows have")} succeeded more than an hour ago, and their files were not saved or are not where they were saved: {string.Join(", ", rows.Take(MostNamed))}{(rows.Length > MostNamed ? " and more" : string.Empty)}. Replicate removes outputs after an hour. -RetryFailed runs the rows again whose files are gone.";
    }

    public void Dispose() => _journal?.Dispose();
}
