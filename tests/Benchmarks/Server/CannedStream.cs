using System;
using System.Globalization;
using System.Text;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;

namespace ReplicatePS.Benchmarks.Server;

/// <summary>Event streams: so many words in one burst, or so many with a pause between, each of them the time when it was sent.</summary>
internal static class CannedStream
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>Where a prediction of the model <c>stream/burst-50000</c> or <c>stream/paced-100</c> has its stream.</summary>
    public static string UrlOf(HttpRequest request, string name) => $"{request.Scheme}://{request.Host}/v1/streams/{name}";

    public static async Task SendAsync(HttpContext context, string name)
    {
        string[] parts = name.Split('-');
        int count = int.Parse(parts[1], CultureInfo.InvariantCulture);
        context.Response.ContentType = "text/event-stream";
        await WriteAsync(context, ": hi\n\n");
        if (parts[0] == "burst")
        {
            StringBuilder burst = new();
            for (int i = 0; i < count; i++)
            {
                burst.Append(Event("output", i, $"word{i} "));
            }

            await WriteAsync(context, burst.ToString());
        }
        else
        {
            for (int i = 0; i < count; i++)
            {
                await Task.Delay(Pause);
                await WriteAsync(context, Event("output", i, Now().ToString(CultureInfo.InvariantCulture)));
            }
        }

        await WriteAsync(context, Event("done", count, "{}"));
    }

    /// <summary>Microseconds since 1970, as all clients can tell them.</summary>
    private static long Now() => (DateTimeOffset.UtcNow - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;

    private static string Event(string name, int number, string data) => $"event: {name}\nid: 1700000000:{number}\ndata: {data}\n\n";

    private static Task WriteAsync(HttpContext context, string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        return context.Response.Body.WriteAsync(bytes, 0, bytes.Length);
    }
}
