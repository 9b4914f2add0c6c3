using System;
using System.Globalization;
using System.Text.RegularExpressions;

namespace ReplicatePS.Core;

/// <summary>The spans of time that a create can be given, and their bounds.</summary>
public static class RunTime
{
    /// <summary>The shortest time after which Replicate stops a prediction.</summary>
    public static readonly TimeSpan ShortestLimit = TimeSpan.FromSeconds(5);

    /// <summary>The longest time after which Replicate stops a prediction.</summary>
    public static readonly TimeSpan LongestLimit = TimeSpan.FromHours(24);

    private const string Allowed = "Give 5 seconds to 24 hours, as a TimeSpan or as text such as 90, 90s, 5m or 1h30m45s.";

    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(60);
    private static readonly Regex Pattern = new(@"^(?:(?<h>[0-9]{1,6})h)?(?:(?<m>[0-9]{1,6})m)?(?:(?<s>[0-9]{1,6})s?)?$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase);

    /// <summary>Reads the time after which a prediction is stopped.</summary>
    /// <param name="text">Seconds, or hours, minutes and seconds with their letters: <c>90</c>, <c>90s</c>, <c>5m</c>, <c>1h30m45s</c>.</param>
    /// <returns>The time.</returns>
    /// <exception cref="ReplicateException">The text is no such time, or one that is not allowed.</exception>
    public static TimeSpan ParseLimit(string text)
    {
        string trimmed = text.Trim();
        Match match = Pattern.Match(trimmed);
        return trimmed.Length > 0 && match.Success
            ? CheckLimit(TimeSpan.FromSeconds((Number(match, "h") * 3600) + (Number(match, "m") * 60) + Number(match, "s")))
            : throw ReplicateException.Invalid($"'{text}' is not a time after which a prediction can be stopped. {Allowed}");
    }

    /// <summary>Refuses a time after which no prediction can be stopped.</summary>
    /// <param name="limit">The time.</param>
    /// <returns>The same time.</returns>
    /// <exception cref="ReplicateException">It is too short or too long.</exception>
    public static TimeSpan CheckLimit(TimeSpan limit) => limit >= ShortestLimit && limit <= LongestLimit
        ? limit
        : throw ReplicateException.Invalid($"A prediction cannot be stopped after {limit.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture)} s. {Allowed}");

    internal static TimeSpan CheckWait(TimeSpan wait) => wait > TimeSpan.Zero && wait <= LongestWait
        ? wait
        : throw ReplicateException.Invalid("Replicate holds an answer back for 1 to 60 seconds.");

    private static double Number(Match match, string group) =>
        match.Groups[group].Success ? int.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture) : 0;
}
