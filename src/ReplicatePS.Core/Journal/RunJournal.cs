using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;

namespace ReplicatePS.Core;

/// <summary>
/// What became of each row of a long job, in a file of JSON lines: before a create that it is intended, after it the id, at
/// the end the result. After a crash it tells what was paid for.
/// </summary>
public sealed class RunJournal : IDisposable
{
    private readonly object _gate = new();
    private readonly SemaphoreSlim _reopening = new(1);
    private readonly JournalFile _file;
    private readonly JournalRows _rows;
    private readonly HashSet<string> _claimed = new();
    private readonly TimeProvider _clock;
    private volatile bool _isClosed;

    private RunJournal(JournalFile file, string path, Shard? part, TimeProvider clock)
    {
        _file = file;
        _clock = clock;
        Path = path;
        _rows = file.ReadRows(clock.GetUtcNow(), part);
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>The numbers of the lines that could not be read; what they said is looked for at Replicate.</summary>
    public IReadOnlyList<int> DamagedLines => _rows.Damaged;

    /// <summary>Opens a journal for one run, which has it alone until it is disposed of.</summary>
    /// <param name="path">The file; made when there is none.</param>
    /// <param name="part">The part of the job that is to be run; null for all of it.</param>
    /// <param name="clock">The clock; null is the system's.</param>
    /// <returns>The journal.</returns>
    /// <exception cref="ReplicateException">Another run has it, it is no journal or that of another part, or it cannot be opened.</exception>
    public static RunJournal Open(string path, Shard? part = null, TimeProvider? clock = null)
    {
        JournalFile file = JournalFile.Open(path);
        try
        {
            return new RunJournal(file, path, part, clock ?? TimeProvider.System);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Reads a journal, also while a run writes it.</summary>
    /// <param name="path">The file.</param>
    /// <returns>Its rows, in the order in which they were first run.</returns>
    /// <exception cref="ReplicateException">It is no journal, or cannot be read.</exception>
    public static IReadOnlyList<JournalRow> Read(string path)
    {
        try
        {
            using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            return JournalRows.Read(stream, path).InOrder;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            throw new ReplicateException(ErrorKind.InvalidInput, $"The journal '{path}' cannot be read: {fault.Message}", fault);
        }
    }

    /// <summary>When the oldest create was intended of which nobody knows what became of it; null when there is none.</summary>
    public DateTimeOffset? OpenSince
    {
        get
        {
            lock (_gate)
            {
                return _rows.InOrder.Where(row => row.IsOpen).Min(row => row.IntendedAt);
            }
        }
    }

    /// <summary>What is known of a row; null when it was never run.</summary>
    /// <param name="key">The row's key.</param>
    /// <returns>The row.</returns>
    public JournalRow? Find(string key)
    {
        lock (_gate)
        {
            return _rows.WithKey(key);
        }
    }

    /// <summary>Whether an id belongs to a row already.</summary>
    /// <param name="id">The id.</param>
    /// <returns>True when it was created for a row, or taken for one.</returns>
    public bool Has(string id)
    {
        lock (_gate)
        {
            return _rows.WithId(id) is not null || _claimed.Contains(id);
        }
    }

    /// <summary>Takes an id for a row whose create was left open. No two rows get the same.</summary>
    /// <param name="id">The id that was found at Replicate.</param>
    /// <returns>False when it belongs to another row.</returns>
    public bool TryClaim(string id)
    {
        lock (_gate)
        {
            return _rows.WithId(id) is null && _claimed.Add(id);
        }
    }

    /// <summary>Notes that a row is about to be sent. Nothing may be sent before this is done.</summary>
    /// <param name="key">The row's key.</param>
    /// <param name="number">Its place in the pipeline, from 1.</param>
    /// <param name="target">What it runs.</param>
    /// <param name="inputHash">The <see cref="CanonicalJson"/> hash of the inputs as they are sent.</param>
    /// <returns>Done when it is on the disk.</returns>
    public Task IntendAsync(string key, long number, string target, string inputHash) =>
        AppendAsync(JournalLine.Intended(key, _clock.GetUtcNow(), number, target, inputHash));

    /// <summary>Notes the id of what was created.</summary>
    /// <param name="key">The row's key.</param>
    /// <param name="id">The id.</param>
    /// <returns>Done when it is on the disk.</returns>
    /// <exception cref="ReplicateException">It cannot be written; the error has the id.</exception>
    public Task CreatedAsync(string key, string id) => AppendAsync(JournalLine.Created(key, _clock.GetUtcNow(), id), id);

    /// <summary>Notes that Replicate refused a row, so that nothing was created.</summary>
    /// <param name="key">The row's key.</param>
    /// <param name="error">Why.</param>
    /// <returns>Done when it is on the disk.</returns>
    public Task RefusedAsync(string key, string error) => AppendAsync(JournalLine.Refused(key, _clock.GetUtcNow(), error));

    /// <summary>Notes how a row has ended.</summary>
    /// <param name="key">The row's key.</param>
    /// <param name="run">The prediction or training, ended.</param>
    /// <returns>Done when it is on the disk.</returns>
    /// <exception cref="ReplicateException">It cannot be written; the error has the id.</exception>
    public Task EndedAsync(string key, Run run) => AppendAsync(JournalLine.EndedAs(key, _clock.GetUtcNow(), run), run.Id);

    /// <summary>Notes a file that was saved of a row.</summary>
    /// <param name="id">The id of the prediction that made it.</param>
    /// <param name="path">The whole path.</param>
    /// <param name="url">Where it came from; null for one that stood in the output itself.</param>
    /// <returns>Done when it is on the disk; at once when the journal has no such prediction.</returns>
    public Task SavedAsync(string id, string path, string? url)
    {
        string? key;
        lock (_gate)
        {
            key = _rows.WithId(id)?.Key;
        }

        return key is null ? Task.CompletedTask : AppendAsync(JournalLine.SavedAs(key, _clock.GetUtcNow(), path, url));
    }

    /// <summary>Waits until all is written, and lets others have the journal. What comes later opens it again for its line.</summary>
    public void Dispose()
    {
        _isClosed = true;
        _file.Dispose();
    }

    private async Task AppendAsync(JsonObject line, string id)
    {
        try
        {
            await AppendAsync(line).ConfigureAwait(false);
        }
        catch (ReplicateException full)
        {
            throw full.Rephrase($"{full.Message} What was created is {id}; the same command run again finds it.", id);
        }
    }

    private async Task AppendAsync(JsonObject line)
    {
        await (_isClosed ? AppendLateAsync(line) : _file.AppendAsync(line)).ConfigureAwait(false);
        lock (_gate)
        {
            _rows.Apply(JsonSerializer.SerializeToElement(line), keepsResult: false);
        }
    }

    private async Task AppendLateAsync(JsonObject line)
    {
        await _reopening.WaitAsync().ConfigureAwait(false);
        try
        {
            using JournalFile file = JournalFile.Open(Path);
            await file.AppendAsync(line).ConfigureAwait(false);
        }
        finally
        {
            _reopening.Release();
        }
    }
}
