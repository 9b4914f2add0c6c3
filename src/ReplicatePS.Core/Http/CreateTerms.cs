using System;
using System.Globalization;
using System.Net.Http;

namespace ReplicatePS.Core;

/// <summary>What a create asks for beside its body.</summary>
internal sealed class CreateTerms
{
    public RequestLane Lane { get; init; } = RequestLane.Other;

    /// <summary>How long Replicate holds the answer back until the prediction has ended.</summary>
    public TimeSpan? PreferWait { get; init; }

    /// <summary>After which time Replicate stops the prediction.</summary>
    public TimeSpan? CancelAfter { get; init; }

    /// <summary>How long the answer may take once it is sent, tries on connections that fail included; null for as long as any.</summary>
    public TimeSpan? AnswerWithin { get; init; }

    /// <summary>Is told when it is sent: the first time, and again after a refusal.</summary>
    public Action? Sending { get; init; }

    public void AddTo(HttpRequestMessage request)
    {
        if (PreferWait is { } wait)
        {
            request.Headers.TryAddWithoutValidation("Prefer", $"wait={Seconds(RunTime.CheckWait(wait))}");
        }

        if (CancelAfter is { } limit)
        {
            request.Headers.TryAddWithoutValidation("Cancel-After", $"{Seconds(RunTime.CheckLimit(limit))}s");
        }
    }

    // Replicate takes whole seconds; none of what was asked for is to be lost.
    private static string Seconds(TimeSpan span) => Math.Ceiling(span.TotalSeconds).ToString("0", CultureInfo.InvariantCulture);
}
