using System;
using System.Net;

namespace ReplicatePS.Core;

/// <summary>The one exception of the core. <see cref="Kind"/> says what happened, the message says it to a person.</summary>
public sealed class ReplicateException : Exception
{
    /// <summary>Makes an exception of a kind.</summary>
    /// <param name="kind">What went wrong.</param>
    /// <param name="message">One or two sentences for a person; never holds a token.</param>
    /// <param name="inner">The fault underneath, if any.</param>
    public ReplicateException(ErrorKind kind, string message, Exception? inner = null)
        : base(message, inner)
    {
        Kind = kind;
    }

    /// <summary>What went wrong.</summary>
    public ErrorKind Kind { get; }

    /// <summary>The HTTP status of the answer; null when none came.</summary>
    public HttpStatusCode? StatusCode { get; init; }

    /// <summary>The title that Replicate gave, if any.</summary>
    public string? Title { get; init; }

    /// <summary>The detail that Replicate gave, if any.</summary>
    public string? Detail { get; init; }

    /// <summary>The id by which Replicate's support can find the request.</summary>
    public string? RequestId { get; init; }

    /// <summary>How long Replicate asked to wait before the next try.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The id of the prediction or training that the fault is about, where there is one.</summary>
    public string? Id { get; init; }

    /// <summary>What was sent, when a create's outcome is unknown.</summary>
    public CreateAttempt? Attempt { get; init; }

    /// <summary>Whether no connection was made because this machine does not trust the host's certificate.</summary>
    public bool IsUntrusted { get; init; }

    /// <summary>Whether no connection was made because the proxy on the way wants an account, or another one.</summary>
    public bool IsProxyRefusal { get; init; }

    /// <summary>Whether the same read may well succeed a little later.</summary>
    public bool IsTransient => Kind is ErrorKind.RateLimited or ErrorKind.ServerError or ErrorKind.ConnectionFailed;

    /// <summary>Whether Replicate understood the request, and has a rule against it.</summary>
    public bool IsRule => StatusCode is not null && Kind is (ErrorKind.InvalidInput or ErrorKind.Forbidden or ErrorKind.Conflict);

    /// <summary>Whether what Replicate said of it has a word in it.</summary>
    /// <param name="word">The word, such as the name of a member.</param>
    /// <returns>True when it has.</returns>
    public bool IsAbout(string word) => (Detail ?? Title ?? string.Empty).IndexOf(word, StringComparison.OrdinalIgnoreCase) >= 0;

    /// <summary>The same fault, said with more that is known of it.</summary>
    internal ReplicateException Rephrase(string message, string? id = null) => new(Kind, message, this)
    {
        StatusCode = StatusCode,
        Title = Title,
        Detail = Detail,
        RequestId = RequestId,
        RetryAfter = RetryAfter,
        Attempt = Attempt,
        IsUntrusted = IsUntrusted,
        IsProxyRefusal = IsProxyRefusal,
        Id = id ?? Id,
    };

    /// <summary>An input that is refused before any request.</summary>
    /// <param name="message">What is wrong and what is allowed.</param>
    /// <returns>The exception, to be thrown.</returns>
    public static ReplicateException Invalid(string message) => new(ErrorKind.InvalidInput, message);
}
