using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using System.Text.Json;

namespace ReplicatePS.Emulator.Http;

/// <summary>
/// A page of a list that is kept oldest first and shown newest first. A cursor names the time of the item at the edge, so that
/// a page stays where it is while items are added.
/// </summary>
internal static class Page
{
    public const int Size = 100;

    public static EmulatorResponse Of<T>(
        Exchange exchange,
        IReadOnlyList<T> items,
        Func<T, DateTimeOffset> timeOf,
        Action<Utf8JsonWriter, T> write,
        bool relativeLinks)
    {
        (DateTimeOffset? edge, bool backwards) = Cursor(exchange);

        // [from, to) is what is shown, counted from the oldest.
        int from;
        int to;
        if (backwards)
        {
            from = CountUntil(items, timeOf, edge!.Value, inclusive: true);
            to = Math.Min(items.Count, from + Size);
        }
        else
        {
            to = edge is null ? items.Count : CountUntil(items, timeOf, edge.Value, inclusive: false);
            from = Math.Max(0, to - Size);
        }

        string? next = from > 0 && to > from ? Link(exchange, timeOf(items[from]), backwards: false, relativeLinks) : null;
        string? previous = to < items.Count && to > from ? Link(exchange, timeOf(items[to - 1]), backwards: true, relativeLinks) : null;
        return Json.WebResponse(200, writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("previous", previous);
            writer.WriteString("next", next);
            writer.WriteStartArray("results");
            for (int i = to - 1; i >= from; i--)
            {
                write(writer, items[i]);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        });
    }

    /// <summary>How many of the items are older than a time.</summary>
    public static int CountUntil<T>(IReadOnlyList<T> items, Func<T, DateTimeOffset> timeOf, DateTimeOffset time, bool inclusive)
    {
        int low = 0;
        int high = items.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            DateTimeOffset found = timeOf(items[middle]);
            if (found < time || (inclusive && found == time))
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

    private static (DateTimeOffset? Edge, bool Backwards) Cursor(Exchange exchange)
    {
        if (!exchange.Query.TryGetValue("cursor", out string? cursor))
        {
            return (null, false);
        }

        try
        {
            IReadOnlyDictionary<string, string> parts = QueryString.Parse(Encoding.UTF8.GetString(Convert.FromBase64String(cursor)));
            DateTimeOffset edge = DateTimeOffset.Parse(parts["p"], Json.Invariant, DateTimeStyles.AssumeUniversal);
            return (edge, parts.ContainsKey("r"));
        }
        catch (Exception exception) when (exception is FormatException or KeyNotFoundException)
        {
            throw Refusal.Detail(404, "Invalid cursor");
        }
    }

    private static string Link(Exchange exchange, DateTimeOffset edge, bool backwards, bool relative)
    {
        string position = Uri.EscapeDataString(edge.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.fffffff", Json.Invariant) + "+00:00");
        string cursor = Convert.ToBase64String(Encoding.UTF8.GetBytes((backwards ? "r=1&" : "") + "p=" + position));
        string path = exchange.Request.Url.AbsolutePath;
        string root = relative ? path : exchange.Request.Url.GetLeftPart(UriPartial.Authority) + path;
        IEnumerable<string> query = exchange.Query
            .Where(pair => pair.Key != "cursor")
            .Select(pair => $"{Uri.EscapeDataString(pair.Key)}={Uri.EscapeDataString(pair.Value)}")
            .Prepend("cursor=" + Uri.EscapeDataString(cursor));
        return root + "?" + string.Join("&", query);
    }
}
