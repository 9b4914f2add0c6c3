using System.Management.Automation;

namespace ReplicatePS.Pipeline;

/// <summary>A bar as it is to be shown. Where two are equal there is nothing new to show.</summary>
internal sealed record ProgressBar(int Id, string Activity, string Status)
{
    public int ParentId { get; init; } = -1;

    /// <summary>0 to 100; -1 when nobody knows.</summary>
    public int Percent { get; init; } = -1;

    /// <summary>What is going on right now.</summary>
    public string? Operation { get; init; }

    public bool IsOver { get; init; }

    public ProgressRecord ToRecord() => new(Id, Activity, Status)
    {
        ParentActivityId = ParentId,
        PercentComplete = Percent,
        CurrentOperation = Operation,
        RecordType = IsOver ? ProgressRecordType.Completed : ProgressRecordType.Processing,
    };
}
