using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Threading.Tasks;
using ReplicatePS.Core;
using ReplicatePS.Pipeline;

namespace ReplicatePS.Commands;

/// <summary>Reads the journals of long jobs: what became of each row.</summary>
/// <remarks>
/// <para>
/// No API operation. Invoke-ReplicateModel, New-ReplicatePrediction and New-ReplicateTraining write a journal where -Journal is
/// given. It can be read while a job runs, and the journals of several shards can be read together.
/// </para>
/// <para>
/// A row with an id is known to Replicate and may have cost money. A row in the state intended was about to be sent when the job
/// ended; the same line run again looks for it at Replicate before it sends it anew.
/// </para>
/// <para>A file that is no journal gives the error ReplicateInvalidInput.</para>
/// </remarks>
/// <example>
/// <summary>See how far a job has come</summary>
/// <code>Get-ReplicateJournal ./run.jsonl | Group-Object State -NoElement</code>
/// <para>Counts the rows that succeeded, failed, are running and were not sent.</para>
/// </example>
/// <example>
/// <summary>Add up what the shards of a job have computed</summary>
/// <code>Get-ReplicateJournal ./shard-*.jsonl | Measure-Object Seconds -Sum</code>
/// <para>The seconds are those that Replicate reported when the rows ended.</para>
/// </example>
/// <example>
/// <summary>Pick up the predictions that still run</summary>
/// <code>Get-ReplicateJournal ./run.jsonl -State created | Wait-ReplicatePrediction</code>
/// <para>The ids in the journal bind to the other cmdlets.</para>
/// </example>
[Cmdlet(VerbsCommon.Get, "ReplicateJournal")]
[OutputType(typeof(JournalRow))]
public sealed class GetReplicateJournalCommand : AsyncCommand
{
    private string _file = string.Empty;

    /// <summary>The journals; wildcards stand for all that fit. Files from Get-ChildItem bind here.</summary>
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("FullName")]
    [ValidateNotNullOrEmpty]
    public string[] Path { get; set; } = Array.Empty<string>();

    /// <summary>
    /// Gives only rows in these states: any of <c>intended</c>, <c>created</c>, <c>refused</c>, <c>succeeded</c>, <c>failed</c>,
    /// <c>canceled</c> and <c>aborted</c>.
    /// </summary>
    [Parameter]
    [ValidateSet(
        JournalState.Intended, JournalState.Created, JournalState.Refused, RunStatus.Succeeded, RunStatus.Failed, RunStatus.Canceled, RunStatus.Aborted)]
    public string[]? State { get; set; }

    private protected override object Target => _file;

    internal override Task RunAsync(IPipeline pipeline) => pipeline.WriteAllAsync(RunJournal.Read(_file)
        .Where(row => State is null || State.Contains(row.State, StringComparer.OrdinalIgnoreCase))
        .Select(row => (object)new JournalRow(row, _file))
        .ToArray());

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (string file in Path.SelectMany(Resolve))
        {
            GetReplicateJournalCommand copy = (GetReplicateJournalCommand)MemberwiseClone();
            copy._file = file;
            Begin(copy);
        }
    }

    private IEnumerable<string> Resolve(string path)
    {
        try
        {
            // A name with brackets in it may be that of a file.
            string literal = ResolvePath(path);
            return File.Exists(literal) ? new[] { literal } : GetResolvedProviderPathFromPSPath(path, out _);
        }
        catch (Exception fault) when (fault is ItemNotFoundException || ErrorRecords.IsOfOneRecord(fault))
        {
            WriteError(ErrorRecords.From(ReplicateException.Invalid(fault is ItemNotFoundException ? $"There is no journal '{path}'." : fault.Message), path));
            return Array.Empty<string>();
        }
    }
}
