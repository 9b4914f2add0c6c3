using System;

namespace ReplicatePS.Core;

/// <summary>What is needed to look for something that may have been created although no answer came.</summary>
public sealed class CreateAttempt
{
    internal CreateAttempt(DateTimeOffset sentAt, string path, string? bodyHash, string? id)
    {
        SentAt = sentAt;
        Path = path;
        BodyHash = bodyHash;
        Id = id;
    }

    /// <summary>When the request was sent, by this machine's clock.</summary>
    public DateTimeOffset SentAt { get; }

    /// <summary>The path that it was sent to, such as <c>/v1/models/owner/name/predictions</c>.</summary>
    public string Path { get; }

    /// <summary>SHA-256 of the request body in lower-case hex; null for uploads.</summary>
    public string? BodyHash { get; }

    /// <summary>The id, when it could be read out of an answer that was cut short.</summary>
    public string? Id { get; }
}
