using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using System.Text.Json;

namespace ReplicatePS.Emulator.Http;

/// <summary>
/// A page of a list that is kept oldest first and shown newest first. A cursor names the time of the item at the edge, so that
/// a page stays where it is while items are added; where several share that time it also counts those that have been shown.
/// </summary>
internal static class Page
{
    public const int Size = 100;

    /// <param name="exchange">What was asked.</param>
    /// <param name="items">The whole list. What is shown last comes first.</param>
    /// <param name="timeOf">The time that the list is in the order of.</param>
    /// <param name="write">Writes an item.</param>
    /// <param name="relativeLinks">Whether links leave out the host.</param>
    /// <param name="size">How many items make a page.</param>
    /// <param name="oldestFirst">Whether the oldest is shown first; the list then begins with the newest.</param>
    public static EmulatorResponse Of<T>(
        Exchange exchange,
        IReadOnlyList<T> items,
        Func<T, DateTimeOffset> timeOf,
        Action<Utf8JsonWriter, T> write,
        bool relativeLinks,
        int size = Size,
        bool oldestFirst = false)
    {
        (DateTimeOffset? edge, bool backwards, int shown) = Cursor(exchange);
        int CountTo(DateTimeOffset time, bool inclusive) => CountUntil(items, timeOf, time, inclusive, oldestFirst);

        // [from, to) is what is shown, counted from what is shown last.
        int from;
        int to;
        if (backwards)
        {
            from = shown == 0 ? CountTo(edge!.Value, inclusive: true) : Math.Min(items.Count, CountTo(edge!.Value, inclusive: false) + shown);
            to = Math.Min(items.Count, from + size);
        }
        else
        {
            to = edge is not { } time ? items.Count
                : shown == 0 ? CountTo(time, inclusive: false)
                : Math.Max(0, CountTo(time, inclusive: true) - shown);
            from = Math.Max(0, to - size);
        }

        string? next = null;
        if (from > 0 && to > from)
        {
            DateTimeOffset time = timeOf(items[from]);
            int alike = timeOf(items[from - 1]) == time ? CountTo(time, inclusive: true) - from : 0;
            next = Link(exchange, time, backwards: false, alike, relativeLinks);
        }

        string? previous = null;
        if (to < items.Count && to > from)
        {
            DateTimeOffset time = timeOf(items[to - 1]);
            int alike = timeOf(items[to]) == time ? to - CountTo(time, inclusive: false) : 0;
            previous = Link(exchange, time, backwards: true, alike, relativeLinks);
        }

        return Of(Enumerable.Range(1, to - from).Select(i => items[to - i]), write, previous, next);
    }

    /// <summary>A list that is one page.</summary>
    public static EmulatorResponse Only<T>(IEnumerable<T> items, Action<Utf8JsonWriter, T> write) => Of(items, write, null, null);

    /// <summary>How many of the items are older than a time, or newer where a list begins with the newest.</summary>
    public static int CountUntil<T>(
        IReadOnlyList<T> items,
        Func<T, DateTimeOffset> timeOf,
        DateTimeOffset time,
        bool inclusive,
        bool newestFirst = false)
    {
        int low = 0;
        int high = items.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            DateTimeOffset found = timeOf(items[middle]);
            if ((newestFirst ? found > time : found < time) || (inclusive && found == time))
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    private static EmulatorResponse Of<T>(IEnumerable<T> items, Action<Utf8JsonWriter, T> write, string? previous, string? next) =>
        Json.WebResponse(200, writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("previous", previous);
            writer.WriteString("next", next);
            writer.WriteStartArray("results");
            foreach (T item in items)
            {
                write(writer, item);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        });

    private static (DateTimeOffset? Edge, bool Backwards, int Shown) Cursor(Exchange exchange)
    {
        if (!exchange.Query.TryGetValue("cursor", out string? cursor))
        {
            return (null, false, 0);
        }

        try
        {
            IReadOnlyDictionary<string, string> parts = QueryString.Parse(Encoding.UTF8.GetString(Convert.FromBase64String(cursor)));
            DateTimeOffset edge = DateTimeOffset.Parse(parts["p"], Json.Invariant, DateTimeStyles.AssumeUniversal);
            int shown = parts.TryGetValue("o", out string? offset) ? Math.Max(0, int.Parse(offset, Json.Invariant)) : 0;
            return (edge, parts.ContainsKey("r"), shown);
        }
        catch (Exception exception) when (exception is FormatException or KeyNotFoundException or OverflowException)
        {
            throw Refusal.Detail(404, "Invalid cursor");
        }
    }

    private static string Link(Exchange exchange, DateTimeOffset edge, bool backwards, int shown, bool relative)
    {
        string position = Uri.EscapeDataString(edge.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.fffffff", Json.Invariant) + "+00:00");
        string offset = shown > 0 ? $"o={shown.ToString(Json.Invariant)}&" : "";
        string cursor = Convert.ToBase64String(Encoding.UTF8.GetBytes(offset + (backwards ? "r=1&" : "") + "p=" + position));
        string path = exchange.Request.Url.AbsolutePath;
        string root = relative ? path : exchange.Request.Url.GetLeftPart(UriPartial.Authority) + path;
        IEnumerable<string> query = exchange.Query
            .Where(pair => pair.Key != "cursor")
            .Select(pair => $"{Uri.EscapeDataString(pair.Key)}={Uri.EscapeDataString(pair.Value)}")
            .Prepend("cursor=" + Uri.EscapeDataString(cursor));
        return root + "?" + string.Join("&", query);
    }
}
