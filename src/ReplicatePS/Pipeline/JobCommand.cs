using System;
using System.Management.Automation;
using ReplicatePS.Transformation;

namespace ReplicatePS.Pipeline;

/// <summary>A cmdlet whose creates cost money, and whose rows can be kept in a journal.</summary>
public abstract class JobCommand : ReplicateCommand
{
    /// <summary>
    /// A file that keeps what becomes of each row: before its create that it is intended, after it the id, and, as far as the command
    /// learns them, the result and the files that were saved. The same command run again with the same file goes on where this one has
    /// stopped, and pays for no row twice. One run at a time can use it; Get-ReplicateJournal reads it.
    /// </summary>
    [Parameter]
    [PathTransformation]
    [ValidateNotNullOrEmpty]
    public string? Journal { get; set; }

    /// <summary>
    /// Runs rows again that failed, were canceled or aborted in an earlier run, or whose output is gone and was not saved. Needs
    /// -Journal.
    /// </summary>
    [Parameter]
    public SwitchParameter RetryFailed { get; set; }

    /// <summary>The job that the rows of the pipeline make; null where nothing is kept and all rows are run.</summary>
    private protected Job? Job { get; private set; }

    /// <summary>The part of the rows that is to be run; null for all.</summary>
    private protected virtual string? Part => null;

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        if (Journal is null && Part is null && !RetryFailed)
        {
            return;
        }

        try
        {
            // What is only asked about is not written down.
            Job = Job.Open(Journal is null || IsWhatIf ? null : ResolvePath(Journal), Part, RetryFailed && !IsWhatIf);
        }
        catch (Exception refused) when (ErrorRecords.IsOfOneRecord(refused))
        {
            ThrowTerminatingError(ErrorRecords.From(refused, Journal ?? Part));
        }

        if (Job!.DamagedLines.Count > 0)
        {
            WriteWarning($"The journal has lines that cannot be read: {string.Join(", ", Job.DamagedLines)}. What they said is looked for at Replicate.");
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        base.EndProcessing();
        if (Job?.Gone() is { } gone)
        {
            WriteWarning(gone);
        }
    }

    private protected override void Release() => Job?.Dispose();
}
