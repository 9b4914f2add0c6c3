using System;

namespace ReplicatePS.Core;

/// <summary>One request as it went. Holds a path without its query, and never a token.</summary>
public sealed class RequestTrace
{
    internal RequestTrace(string method, string path, int? status, TimeSpan elapsed, int attempt, string? requestId, string? fault)
    {
        Method = method;
        Path = path;
        Status = status;
        Elapsed = elapsed;
        Attempt = attempt;
        RequestId = requestId;
        Fault = fault;
    }

    /// <summary>The HTTP method.</summary>
    public string Method { get; }

    /// <summary>The path; for a host other than the API's, the host before it.</summary>
    public string Path { get; }

    /// <summary>The status; null when no answer came.</summary>
    public int? Status { get; }

    /// <summary>The time until the answer.</summary>
    public TimeSpan Elapsed { get; }

    /// <summary>Which try it was, from 1.</summary>
    public int Attempt { get; }

    /// <summary>The id by which Replicate's support can find the request.</summary>
    public string? RequestId { get; }

    /// <summary>Why no answer came.</summary>
    public string? Fault { get; }

    /// <inheritdoc/>
    public override string ToString() =>
        $"{Method} {Path} {(Status is { } status ? status.ToString() : Fault ?? "no answer")} in {Elapsed.TotalMilliseconds:F0} ms"
        + (Attempt > 1 ? $", attempt {Attempt}" : string.Empty)
        + (RequestId is null ? string.Empty : $", request {RequestId}");
}
