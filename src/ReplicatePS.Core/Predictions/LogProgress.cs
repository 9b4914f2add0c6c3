using System;
using System.Globalization;
using System.Text.RegularExpressions;

namespace ReplicatePS.Core;

/// <summary>How far a progress bar of the tqdm kind has come, such as <c> 35%|###5      | 7/20 [00:01&lt;00:02]</c>.</summary>
public sealed class LogProgress
{
    // A bar stands alone on its line: a label before it belongs to something else, such as a download.
    private static readonly Regex Bar = new(@"^\s*(?<percent>[0-9]{1,3})%\s*\|.+?\|\s*(?<current>[0-9]+)/(?<total>[0-9]+)", RegexOptions.CultureInvariant);

    private LogProgress(int percent, long current, long total)
    {
        Percent = percent;
        Current = current;
        Total = total;
    }

    /// <summary>Percent, 0 to 100.</summary>
    public int Percent { get; }

    /// <summary>Steps done.</summary>
    public long Current { get; }

    /// <summary>Steps in all.</summary>
    public long Total { get; }

    /// <summary>Finds the last bar in a log.</summary>
    /// <param name="logs">The log text; may be null.</param>
    /// <returns>The progress, or null when no line is a bar.</returns>
    public static LogProgress? Parse(string? logs)
    {
        // From the end, so that a long log costs no more than its last lines.
        for (int end = logs?.Length ?? 0; end > 0;)
        {
            int start = logs!.LastIndexOfAny(LineEnds, end - 1) + 1;
            Match match = Bar.Match(logs.Substring(start, end - start));
            if (match.Success
                && long.TryParse(match.Groups["current"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out long current)
                && long.TryParse(match.Groups["total"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out long total))
            {
                int percent = int.Parse(match.Groups["percent"].Value, CultureInfo.InvariantCulture);
                return new LogProgress(Math.Min(percent, 100), current, total);
            }

            end = start - 1;
        }

        return null;
    }

    private static readonly char[] LineEnds = { '\n', '\r' };
}
