using System;
using System.Collections.Generic;

namespace ReplicatePS.Emulator;

/// <summary>One attempt to deliver a webhook.</summary>
public sealed class WebhookAttempt
{
    internal WebhookAttempt(Uri url, IReadOnlyDictionary<string, string> headers, string body, int? status, DateTimeOffset time)
    {
        Url = url;
        Headers = headers;
        Body = body;
        Status = status;
        Time = time;
    }

    /// <summary>Where it was sent.</summary>
    public Uri Url { get; }

    /// <summary>The headers with the id, the time and the signature; names in any case.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; }

    /// <summary>The body as it was signed.</summary>
    public string Body { get; }

    /// <summary>The status that the receiver answered; null where none came.</summary>
    public int? Status { get; }

    /// <summary>When it was sent, in emulated time.</summary>
    public DateTimeOffset Time { get; }

    /// <inheritdoc/>
    public override string ToString() => $"{Url} {Status}";
}
