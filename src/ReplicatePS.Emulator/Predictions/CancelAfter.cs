using System;
using System.Text.RegularExpressions;
using ReplicatePS.Emulator.Http;

namespace ReplicatePS.Emulator.Predictions;

/// <summary>The header that gives a prediction a deadline: seconds, or hours, minutes and seconds with their letters.</summary>
internal static class CancelAfter
{
    private static readonly Regex Pattern = new(@"^(?:(?<h>\d{1,5})h)?(?:(?<m>\d{1,5})m)?(?:(?<s>\d{1,5})s?)?$", RegexOptions.CultureInvariant);
    private static readonly TimeSpan Least = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Most = TimeSpan.FromHours(24);

    public static TimeSpan? Of(EmulatorRequest request)
    {
        if (request.Header("Cancel-After") is not { } value)
        {
            return null;
        }

        Match match = Pattern.Match(value.Trim());
        TimeSpan time = match.Success
            ? new TimeSpan(Number(match, "h"), Number(match, "m"), Number(match, "s"))
            : TimeSpan.Zero;
        return time >= Least && time <= Most
            ? time
            : throw Refusal.Problem(400, "Bad request", "The Cancel-After header must be a duration between 5s and 24h.");
    }

    private static int Number(Match match, string group) =>
        match.Groups[group].Success ? int.Parse(match.Groups[group].Value, Json.Invariant) : 0;
}
