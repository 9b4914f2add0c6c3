using System;
using System.Text.RegularExpressions;
using ReplicatePS.Emulator.Http;

namespace ReplicatePS.Emulator.Predictions;

/// <summary>The header that asks a create to answer when the prediction is done.</summary>
/// <param name="Text">What was asked, as the answer repeats it.</param>
/// <param name="Limit">How long to hold the answer back.</param>
internal sealed record PreferWait(string Text, TimeSpan Limit)
{
    private static readonly Regex Pattern = new(@"(?:^|[,;\s])(?<t>wait(?:\s*=\s*(?<n>\d{1,4}))?)(?:$|[,;\s])", RegexOptions.CultureInvariant);

    public static PreferWait? Of(EmulatorRequest request)
    {
        Match match = Pattern.Match(request.Header("Prefer") ?? "");
        if (!match.Success)
        {
            return null;
        }

        int seconds = match.Groups["n"].Success ? int.Parse(match.Groups["n"].Value, Json.Invariant) : 60;
        return new PreferWait(match.Groups["t"].Value, TimeSpan.FromSeconds(Math.Max(1, Math.Min(60, seconds))));
    }
}
