using System;
using System.Linq;

namespace ReplicatePS;

/// <summary>What a journal knows of one row of a job.</summary>
public sealed class JournalRow
{
    private readonly Core.JournalRow _row;

    internal JournalRow(Core.JournalRow row, string journal)
    {
        _row = row;
        Journal = journal;
    }

    /// <summary>The row's place in the pipeline that ran it last, from 1.</summary>
    public long Number => _row.Number;

    /// <summary>
    /// <c>intended</c>: about to be sent, and not known whether it arrived; <c>created</c>: Replicate has it; <c>refused</c>: nothing
    /// was created; else the status in which it ended.
    /// </summary>
    public string State => _row.State;

    /// <summary>The id of the newest try; null while it is not known.</summary>
    public string? Id => _row.Id;

    /// <summary>The ids of all tries.</summary>
    public string[] Ids => _row.Ids.ToArray();

    /// <summary>What the row runs, as it was named.</summary>
    public string? Target => _row.Target;

    /// <summary>The seconds of compute of all tries that have ended.</summary>
    public double Seconds => _row.Seconds;

    /// <summary>The files that were saved, whole paths.</summary>
    public string[] Files => _row.Files.ToArray();

    /// <summary>The output; null while there is none.</summary>
    public object? Output => PowerShellJson.ToObject(_row.Output);

    /// <summary>Why it failed or was refused.</summary>
    public string? Error => _row.Error;

    /// <summary>When the newest try was about to be sent, by the clock of the machine that ran it.</summary>
    public DateTimeOffset? IntendedAt => _row.IntendedAt;

    /// <summary>When the newest try ended.</summary>
    public DateTimeOffset? EndedAt => _row.EndedAt;

    /// <summary>What tells the row from all others.</summary>
    public string Key => _row.Key;

    /// <summary>The journal's file.</summary>
    public string Journal { get; }

    /// <summary>The id, or the key of a row that has none.</summary>
    /// <returns>The id or key.</returns>
    public override string ToString() => Id ?? Key;
}
