using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using ReplicatePS.Core;

namespace ReplicatePS;

/// <summary>One row of a job: what is known of it from earlier runs, and what becomes of it in this one.</summary>
internal sealed class JobRow
{
    // A create that was sent a moment ago may not be in the list yet.
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(5);

    // Where inputs are shown no more, only the time tells.
    private static readonly TimeSpan Near = TimeSpan.FromMinutes(2);

    private readonly Job _job;
    private readonly RunJournal? _journal;
    private readonly string _key;
    private readonly long _number;
    private readonly string _target;
    private readonly bool _retriesFailed;
    private readonly Core.JournalRow? _known;
    private readonly string? _state;
    private readonly string? _knownId;
    private string? _endedId;

    public JobRow(Job job, RunJournal? journal, string key, long number, string target, bool retriesFailed)
    {
        _job = job;
        _journal = journal;
        _key = key;
        _number = number;
        _target = target;
        _retriesFailed = retriesFailed;
        _known = journal?.Find(key);
        _state = _known?.State;
        _knownId = _known?.Id;
        _endedId = RunStatus.IsTerminal(_state) ? _knownId : null;
    }

    /// <summary>Whether what becomes of it is written down.</summary>
    public bool IsKept => _journal is not null;

    /// <summary>The hash of its inputs as an earlier run has sent them; null where none has.</summary>
    public string? SentHash => _known?.InputHash;

    /// <summary>Whether an earlier run has sent it, or may have.</summary>
    public bool MayExist => _state is not (null or JournalState.Refused);

    /// <summary>What an earlier run has created for this row.</summary>
    /// <returns>Null when there is none, or when it is to be run again: then it may be created.</returns>
    /// <exception cref="ReplicateException">It may have been created, and nobody can tell as what.</exception>
    public async Task<T?> PickUpAsync<T>(RunSource<T> source, CancellationToken stop)
        where T : Run
    {
        if (!MayExist)
        {
            return null;
        }

        T? run = source.Kept(_known!);
        bool isShown = run is not (null or Core.Prediction { DataRemoved: true });
        bool lacksFiles = isShown ? LacksFiles(run!) : !HasFiles(_known!.Files);
        if (isShown && lacksFiles && !_retriesFailed && _known!.EndedAt + Job.Kept < _job.OpenedAt)
        {
            _job.NoteGone(_number);
        }

        // Whether Replicate has the files still it says itself.
        if (run is null || (_retriesFailed && lacksFiles))
        {
            string? id = _knownId ?? await ClaimAsync(source, stop).ConfigureAwait(false);
            run = id is null ? null : await ReadAsync(source, id, stop).ConfigureAwait(false);
            if (run is { HasEnded: true })
            {
                await EndedAsync(run).ConfigureAwait(false);
            }
        }

        bool isOfNoUse = run is { HasEnded: true } && (run.Status != RunStatus.Succeeded || (lacksFiles && run is Core.Prediction { DataRemoved: true }));
        return _retriesFailed && isOfNoUse ? null : run;
    }

    /// <summary>Creates it: writes down that it is intended, creates, and writes down what came of that.</summary>
    public async Task<T> CreateAsync<T>(JsonElement input, Func<Task<T>> create)
        where T : Run
    {
        if (_journal is null)
        {
            return await create().ConfigureAwait(false);
        }

        await _journal.IntendAsync(_key, _number, _target, CanonicalJson.Hash(input)).ConfigureAwait(false);
        T created;
        try
        {
            created = await create().ConfigureAwait(false);
        }
        catch (ReplicateException refused) when (refused.Kind != ErrorKind.OutcomeUnknown)
        {
            await _journal.RefusedAsync(_key, refused.Message).ConfigureAwait(false);
            throw;
        }
        catch (ReplicateException open) when (open.Attempt?.Id is { } id)
        {
            await _journal.CreatedAsync(_key, id).ConfigureAwait(false);
            throw;
        }

        await _journal.CreatedAsync(_key, created.Id).ConfigureAwait(false);
        return created;
    }

    /// <summary>Writes down how it has ended, once.</summary>
    public Task EndedAsync(Run run)
    {
        if (_journal is null || !run.HasEnded || run.Id == _endedId)
        {
            return Task.CompletedTask;
        }

        _endedId = run.Id;
        return _journal.EndedAsync(_key, run);
    }

    /// <summary>The file that was saved of a URL of its output; null when none was.</summary>
    public string? FileOf(string url) => _known?.FileOf(url);

    /// <summary>Writes down a file that was saved of it.</summary>
    public Task SavedAsync(string id, string path, string? url) =>
        _journal is null || (url is not null && FileOf(url) == path) ? Task.CompletedTask : _journal.SavedAsync(id, path, url);

    /// <summary>Looks for a create whose answer never came, and takes what it finds for this row.</summary>
    private async Task<string?> ClaimAsync<T>(RunSource<T> source, CancellationToken stop)
        where T : Run
    {
        if (await FindAsync(source, isLater: false, stop).ConfigureAwait(false) is { } found)
        {
            return found;
        }

        DateTimeOffset settled = _job.OpenedAt + Settling;
        if (_known!.IntendedAt is not { } intended || intended + Settling < _job.OpenedAt)
        {
            return null;
        }

        if (settled - DateTimeOffset.UtcNow is { Ticks: > 0 } young)
        {
            await Task.Delay(young < Settling ? young : Settling, stop).ConfigureAwait(false);
        }

        return await FindAsync(source, isLater: true, stop).ConfigureAwait(false);
    }

    private async Task<string?> FindAsync<T>(RunSource<T> source, bool isLater, CancellationToken stop)
        where T : Run
    {
        ListedRuns<T> look = await _job.LookAsync(source, isLater, stop).ConfigureAwait(false);
        T? taken = look.Take(source.Search, _journal!.TryClaim);
        if (taken is not null)
        {
            await _journal.CreatedAsync(_key, taken.Id).ConfigureAwait(false);
            return taken.Id;
        }

        string[] doubtful = look.Doubtful(source.Search, IsNear).Select(run => run.Id).Where(id => !_journal.Has(id)).ToArray();
        return doubtful.Length == 0 || _retriesFailed ? null : throw new ReplicateException(
            ErrorKind.OutcomeUnknown,
            $"An earlier run may have created this row: nobody can tell whether it is {string.Join(" or ", doubtful)}. It was not sent again; -RetryFailed does that.");
    }

    private bool IsNear(Run run) => run.CreatedAt is { } at && _known!.IntendedAt is { } intended && (at - intended).Duration() < Near;

    private async Task<T?> ReadAsync<T>(RunSource<T> source, string id, CancellationToken stop)
        where T : Run
    {
        try
        {
            return await source.GetAsync(id, stop).ConfigureAwait(false);
        }
        catch (ReplicateException missing) when (missing.Kind == ErrorKind.NotFound)
        {
            return _retriesFailed ? null : throw new ReplicateException(
                ErrorKind.NotFound, $"The journal has {id} for this row, and Replicate does not know it: it belongs to another account, or was deleted. -RetryFailed runs the row again.", missing)
            {
                StatusCode = missing.StatusCode,
                Id = id,
            };
        }
    }

    /// <summary>Whether its output has files of which one is not on this machine.</summary>
    private bool LacksFiles(Run run) => OutputLink.In(run.Output).Any(link => !link.IsInline && !(FileOf(link.Text) is { } path && File.Exists(path)));

    private static bool HasFiles(IReadOnlyList<string> files) => files.Count > 0 && files.All(File.Exists);
}
