using System;

namespace ReplicatePS.Core;

/// <summary>A request that is held back for a while: as Replicate asks for it, after a fault, or because a limit is near.</summary>
public sealed class RequestPause
{
    internal RequestPause(string method, string path, TimeSpan length, TimeSpan? asked, int attempt, int mostAttempts)
    {
        Method = method;
        Path = path;
        Length = length;
        Asked = asked;
        Attempt = attempt;
        MostAttempts = mostAttempts;
    }

    /// <summary>The HTTP method.</summary>
    public string Method { get; }

    /// <summary>The path, without its query.</summary>
    public string Path { get; }

    /// <summary>How long it is held back.</summary>
    public TimeSpan Length { get; }

    /// <summary>How long Replicate asked to wait; null when it did not.</summary>
    public TimeSpan? Asked { get; }

    /// <summary>Which try comes after it, from 1: the first is held back for a limit alone.</summary>
    public int Attempt { get; }

    /// <summary>After how many tries the request fails.</summary>
    public int MostAttempts { get; }

    /// <inheritdoc/>
    public override string ToString()
    {
        string what = $"{Method} {Path}";
        string which = $"attempt {Attempt} of {MostAttempts}";
        return Asked is not { } asked ? $"waiting {Seconds(Length)} before {what}" + (Attempt > 1 ? $", {which}" : ", so as to stay within the rate limit")
            : asked > Length ? $"waiting {Seconds(Length)} before {what}, {which}; Replicate asks for {Seconds(asked)}"
            : $"waiting {Seconds(Length)} as Replicate asks, before {what}, {which}";
    }

    private static string Seconds(TimeSpan span) => FormattableString.Invariant($"{span.TotalSeconds:0.#} s");
}
