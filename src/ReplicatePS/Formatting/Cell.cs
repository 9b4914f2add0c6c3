using System;
using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Text.RegularExpressions;

namespace ReplicatePS.Formatting;

/// <summary>How values look in the tables of this module. The objects keep the values as they are.</summary>
public static class Cell
{
    private const char Escape = '\u001b';
    private const int ShortVersionLength = 8;
    private const int LongestOutput = 60;
    private const int WidestChoices = 32;

    // From PowerShell 7.2 on colours are taken out again where they cannot be shown.
    private static readonly bool KnowsColours = typeof(PSObject).Assembly.GetName().Version >= new Version(7, 2);
    private static readonly Regex LongVersion = new(":([0-9a-f]{8})[0-9a-f]{24,}$");

    /// <summary>A status in its colour, with the percent that the log names.</summary>
    /// <param name="status">The status.</param>
    /// <param name="percent">How far it has come, if that is known.</param>
    /// <returns>The text of the cell.</returns>
    public static string Status(string? status, int? percent)
    {
        string text = percent is { } known && status == Core.RunStatus.Processing ? $"{status} {known}%" : status ?? string.Empty;
        int colour = status switch
        {
            Core.RunStatus.Succeeded => 32,
            Core.RunStatus.Failed => 31,
            Core.RunStatus.Canceled or Core.RunStatus.Aborted => 90,
            _ => 33,
        };
        return KnowsColours ? $"{Escape}[{colour}m{text}{Escape}[0m" : text;
    }

    /// <summary>A text that opens a page where the terminal can do that.</summary>
    /// <param name="text">The text.</param>
    /// <param name="url">The page; null for none.</param>
    /// <returns>The text of the cell.</returns>
    public static string Link(string? text, string? url) =>
        KnowsColours && url?.StartsWith("https://", StringComparison.Ordinal) == true ? $"{Escape}]8;;{url}{Escape}\\{text}{Escape}]8;;{Escape}\\" : text ?? string.Empty;

    /// <summary>The page of a prediction or training.</summary>
    /// <param name="urls">Its links.</param>
    /// <returns>The URL, or null when there is none.</returns>
    public static string? Page(object? urls) => (urls as PSObject)?.Properties["web"]?.Value as string;

    /// <summary>A time in eight characters: the time of day for today, then the day, then the month.</summary>
    /// <param name="time">The time; also one that came from a file or a job, where only its parts are left.</param>
    /// <returns>The text of the cell.</returns>
    public static string Time(object? time) => Local(time) switch
    {
        null => string.Empty,
        { } local when local.Date == DateTime.Today => local.ToString("HH:mm:ss", CultureInfo.InvariantCulture),
        { } local when local > DateTime.Today.AddMonths(-6) => local.ToString("d MMM", CultureInfo.CurrentCulture),
        { } local => local.ToString("yyyy-MM", CultureInfo.InvariantCulture),
    };

    /// <summary>A span of time in the unit that fits, in nine characters.</summary>
    /// <param name="span">The span.</param>
    /// <returns>The text of the cell.</returns>
    public static string Duration(TimeSpan? span) => span switch
    {
        null => string.Empty,
        { TotalSeconds: < 59.95 } brief => string.Format(CultureInfo.CurrentCulture, "{0:0.0} s", brief.TotalSeconds),
        { TotalSeconds: < 3599.5 } middle => Parts(Math.Round(middle.TotalSeconds), 60, "m", "s"),
        { } longer => Parts(Math.Round(longer.TotalMinutes), 60, "h", "m"),
    };

    /// <summary>A size in the unit that fits.</summary>
    /// <param name="bytes">The size in bytes.</param>
    /// <returns>The text of the cell.</returns>
    public static string Size(long? bytes) => bytes switch
    {
        null => string.Empty,
        < 1024 => $"{bytes} B",
        < 1024 * 1024 => string.Format(CultureInfo.CurrentCulture, "{0:0.0} KiB", bytes / 1024.0),
        < 1024 * 1024 * 1024 => string.Format(CultureInfo.CurrentCulture, "{0:0.0} MiB", bytes / 1048576.0),
        _ => string.Format(CultureInfo.CurrentCulture, "{0:0.0} GiB", bytes / 1073741824.0),
    };

    /// <summary>A version's id, cut to where it still tells versions apart.</summary>
    /// <param name="version">An id, or <c>owner/name:version</c>.</param>
    /// <returns>The text of the cell.</returns>
    public static string Version(string? version) => version switch
    {
        null => string.Empty,
        { Length: 64 } id when !id.Contains("/") => id.Substring(0, ShortVersionLength),
        { } text => LongVersion.Replace(text, ":$1"),
    };

    /// <summary>An output in a few words.</summary>
    /// <param name="output">The output.</param>
    /// <param name="error">Why there is none, if it failed.</param>
    /// <returns>The text of the cell.</returns>
    public static string Output(object? output, string? error)
    {
        string text = output switch
        {
            null => error ?? string.Empty,
            string single => IsInline(single) ? "inline file" : single,
            IList { Count: 0 } => string.Empty,
            IList { Count: 1 } one => Output(one[0], null),
            IList many when many[0] is string first && Core.OutputLink.IsLink(first) => $"{many.Count} files",
            IList many when many[0] is string => string.Concat(Strings(many)),
            IList many => $"{many.Count} values",
            PSObject made => made.ToString(),
            _ => Convert.ToString(output, CultureInfo.CurrentCulture) ?? string.Empty,
        };
        text = Line(text);
        return text.Length > LongestOutput ? text.Substring(0, LongestOutput - 3) + "..." : text;
    }

    /// <summary>A value in a few words.</summary>
    /// <param name="value">The value.</param>
    /// <returns>The text of the cell.</returns>
    public static string Value(object? value) => value switch
    {
        null => string.Empty,
        "" => "''",
        bool flag => flag ? "true" : "false",
        IList several => string.Join(", ", Strings(several)),
        _ => Line(Convert.ToString(value, CultureInfo.InvariantCulture)),
    };

    /// <summary>What can be chosen from, or the bounds of a number.</summary>
    /// <param name="choices">The choices.</param>
    /// <param name="minimum">The smallest number.</param>
    /// <param name="maximum">The largest number.</param>
    /// <returns>The text of the cell.</returns>
    public static string Allowed(object?[] choices, double? minimum, double? maximum)
    {
        string least = minimum?.ToString(CultureInfo.InvariantCulture) ?? string.Empty;
        string most = maximum?.ToString(CultureInfo.InvariantCulture) ?? string.Empty;
        return choices.Length > 0 ? Shortened(Value(choices))
            : least.Length > 0 && most.Length > 0 ? $"{least} to {most}"
            : least.Length > 0 ? $"from {least}"
            : most.Length > 0 ? $"up to {most}"
            : string.Empty;
    }

    /// <summary>An object as JSON on one line.</summary>
    /// <param name="value">What came as JSON.</param>
    /// <returns>The text of the cell.</returns>
    public static string Json(PSObject value) => PowerShellJson.ToText(value);

    /// <summary>A text on one line.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The text of the cell.</returns>
    public static string Line(string? text) => (text ?? string.Empty).Replace('\n', ' ').Replace('\r', ' ');

    // A long list of choices would leave no room for what an input is for.
    private static string Shortened(string text) => text.Length > WidestChoices ? text.Substring(0, WidestChoices - 1) + "…" : text;

    private static string Parts(double whole, int inOne, string large, string small) =>
        string.Format(CultureInfo.InvariantCulture, "{0:0}{2} {1:00}{3}", Math.Floor(whole / inOne), whole % inOne, large, small);

    private static DateTime? Local(object? time) => time switch
    {
        DateTimeOffset instant => instant.LocalDateTime,
        DateTime moment => moment.ToLocalTime(),
        PSObject { BaseObject: DateTimeOffset or DateTime } wrapped => Local(wrapped.BaseObject),
        PSObject parts when parts.Properties["UtcDateTime"]?.Value is { } utc => Local(utc),
        _ => null,
    };

    private static bool IsInline(string text) => text.StartsWith("data:", StringComparison.OrdinalIgnoreCase);

    private static string[] Strings(IList many)
    {
        string[] strings = new string[many.Count];
        for (int i = 0; i < strings.Length; i++)
        {
            strings[i] = many[i]?.ToString() ?? string.Empty;
        }

        return strings;
    }
}
