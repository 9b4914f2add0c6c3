namespace ReplicatePS.Core;

/// <summary>The states of predictions and trainings, as the API spells them.</summary>
public static class RunStatus
{
    /// <summary>Queued or booting.</summary>
    public const string Starting = "starting";

    /// <summary>Running.</summary>
    public const string Processing = "processing";

    /// <summary>Ended well.</summary>
    public const string Succeeded = "succeeded";

    /// <summary>Ended with an error.</summary>
    public const string Failed = "failed";

    /// <summary>Stopped by a user or by its deadline while it ran; the time that it ran is billed.</summary>
    public const string Canceled = "canceled";

    /// <summary>Stopped by its deadline before it started; not billed.</summary>
    public const string Aborted = "aborted";

    /// <summary>Whether nothing will change any more.</summary>
    /// <param name="status">The status as it was sent.</param>
    /// <returns>True for the four terminal states.</returns>
    public static bool IsTerminal(string? status) => status is Succeeded or Failed or Canceled or Aborted;

    /// <summary>Whether the status is one that this version knows.</summary>
    /// <param name="status">The status as it was sent.</param>
    /// <returns>True for the six known states.</returns>
    public static bool IsKnown(string? status) => status is Starting or Processing || IsTerminal(status);
}
