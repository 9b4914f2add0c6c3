using System;
using System.Collections.Generic;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;

namespace ReplicatePS.Emulator.Runs;

/// <summary>A prediction or a training. Nothing runs: its state is worked out from the clock when somebody asks.</summary>
internal sealed class Run
{
    public const string FromApi = "api";
    public const string FromWeb = "web";

    /// <summary>What answers show for the version of an official model.</summary>
    public const string HiddenVersion = "hidden";

    private static readonly TimeSpan Retention = TimeSpan.FromHours(1);

    private readonly object _gate = new();
    private readonly DateTimeOffset _begin;
    private DateTimeOffset? _canceledAt;
    private TaskCompletionSource<bool>? _canceled;

    public Run(string id, DateTimeOffset begin, Script script)
    {
        Id = id;
        _begin = begin;
        Script = script;
        CreatedAt = begin;
    }

    public string Id { get; }

    public Script Script { get; }

    /// <summary>When it was created; no two runs of a list share it.</summary>
    public DateTimeOffset CreatedAt { get; set; }

    public required string Model { get; init; }

    /// <summary>The version as answers show it.</summary>
    public required string Version { get; init; }

    public required JsonObject Input { get; init; }

    public bool IsTraining { get; init; }

    /// <summary>Where it was made: by the API or on the web. Data of those made on the web is kept.</summary>
    public string Source { get; init; } = FromApi;

    public string? Deployment { get; init; }

    public string? Webhook { get; init; }

    public IReadOnlyList<string>? WebhookEvents { get; init; }

    /// <summary>The version that really runs; answers do not always show it.</summary>
    public required string RunsVersion { get; init; }

    /// <summary>When it is stopped if it has not ended by then.</summary>
    public DateTimeOffset? Deadline { get; init; }

    /// <summary>When it begins to work, unless it has ended by then.</summary>
    public DateTimeOffset StartsAt => _begin + Script.Boot;

    /// <summary>When it ends, unless it is canceled.</summary>
    public DateTimeOffset EndsAt
    {
        get
        {
            DateTimeOffset end = StartsAt + Script.Duration;
            return Deadline < end ? Deadline.Value : end;
        }
    }

    private DateTimeOffset? CanceledAt
    {
        get
        {
            lock (_gate)
            {
                return _canceledAt;
            }
        }
    }

    public RunState StateAt(DateTimeOffset now)
    {
        DateTimeOffset start = StartsAt;
        DateTimeOffset end = EndsAt;
        string ending = Script.Error is null ? RunStatus.Succeeded : RunStatus.Failed;
        if (end < start + Script.Duration)
        {
            ending = end < start ? RunStatus.Aborted : RunStatus.Canceled;
        }

        if (CanceledAt is { } canceledAt && canceledAt < end)
        {
            end = canceledAt;
            ending = RunStatus.Canceled;
        }

        if (now < end)
        {
            return now < start
                ? new RunState(RunStatus.Starting, null, null, TimeSpan.Zero, false)
                : new RunState(RunStatus.Processing, start, null, now - start, false);
        }

        // One that was canceled before it started shows both times, and they are the same; an aborted one shows no start.
        DateTimeOffset? started = ending == RunStatus.Aborted ? null : start < end ? start : end;
        bool removed = !IsTraining && Source == FromApi && now - end >= Retention;
        return new RunState(ending, started, end, end - (started ?? end), removed);
    }

    /// <summary>Stops it, unless it has ended.</summary>
    public void Cancel(DateTimeOffset now)
    {
        lock (_gate)
        {
            _canceledAt ??= now;
            _canceled?.TrySetResult(true);
        }
    }

    /// <summary>Waits until it ends, but not longer than to a time.</summary>
    public async Task WaitAsync(EmulatorClock clock, DateTimeOffset limit, CancellationToken cancellationToken)
    {
        DateTimeOffset until = EndsAt < limit ? EndsAt : limit;
        Task canceled;
        lock (_gate)
        {
            if (_canceledAt is not null)
            {
                return;
            }

            _canceled ??= new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
            canceled = _canceled.Task;
        }

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny(canceled, clock.WhenAsync(until, stop.Token)).ConfigureAwait(false);
        stop.Cancel();
        cancellationToken.ThrowIfCancellationRequested();
    }
}
