namespace ReplicatePS.Emulator.Runs;

/// <summary>The words that the API has for where a run stands.</summary>
internal static class RunStatus
{
    public const string Starting = "starting";
    public const string Processing = "processing";
    public const string Succeeded = "succeeded";
    public const string Failed = "failed";
    public const string Canceled = "canceled";
    public const string Aborted = "aborted";
}
