using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text;
using System.Threading.Tasks;

namespace ReplicatePS.Core.Tests;

/// <summary>What a server does to a request. Each fault stays on, so that what is repeated meets it again.</summary>
internal sealed class Trouble
{
    /// <summary>An answer that every call understands.</summary>
    public const string Good = $$"""{"id":"{{Calls.Id}}","name":"mine","owner":"alice","status":"starting","model":"acme/sketcher","results":[],"next":null}""";

    // The start of such an answer, as much as comes before a connection is lost.
    private const string Start = $$"""{"id":"{{Calls.Id}}","model":"acme/sketcher","inp""";

    private readonly Uri _elsewhere;
    private readonly TestClock _clock;
    private int _served;

    public Trouble(TestClock clock, Uri elsewhere)
    {
        _clock = clock;
        _elsewhere = elsewhere;
    }

    public async Task ServeAsync(RawConnection connection, string fault)
    {
        int request = ++_served;
        switch (fault)
        {
            case "none":
                await connection.AnswerAsync(200, Good);
                break;
            case "reset before body" or "reset after body":
                connection.Reset();
                break;
            case "closed without a word":
                connection.Close();
                break;
            case "stall at headers":
                _clock.Advance(FaultTable.Timeout);
                await connection.StallAsync();
                break;
            case "stall in the body":
                await connection.SendAsync(Head(200, 900) + Start);
                await Task.Delay(200);
                _clock.Advance(FaultTable.Timeout);
                await connection.StallAsync();
                break;
            case "cut in the body":
                await connection.SendAsync(Head(200, 900) + Start);
                await Task.Delay(20);
                connection.Close();
                break;
            case "truncated JSON":
                await connection.AnswerAsync(200, Start);
                break;
            case "empty 200":
                await connection.AnswerAsync(200, string.Empty);
                break;
            case "nameless 200":
                await connection.AnswerAsync(200, "{\"status\":\"starting\"}");
                break;
            case "HTML 200":
                await connection.AnswerAsync(200, "<html><body>Please sign in</body></html>", "text/html");
                break;
            case "HTML 502":
                await connection.AnswerAsync(502, "<html><body><h1>Bad gateway</h1></body></html>", "text/html");
                break;
            case "429 with seconds":
                await AnswerOnceAsync(connection, request, 429, "Retry-After: 7\r\n");
                break;
            case "429 with a date":
                await AnswerOnceAsync(connection, request, 429, $"Retry-After: {In(7)}\r\n");
                break;
            case "429 in the body":
                await AnswerOnceAsync(connection, request, 429, body: "{\"detail\":\"Request was throttled.\",\"status\":429,\"retry_after\":7}");
                break;
            case "429 in a sentence":
                await AnswerOnceAsync(connection, request, 429, body: "{\"detail\":\"Request was throttled. Your rate limit resets in ~7s.\"}");
                break;
            case "429 without a time":
                await AnswerOnceAsync(connection, request, 429);
                break;
            case "429 for ever":
                await connection.AnswerAsync(429, "{\"detail\":\"Request was throttled.\"}", headers: "Retry-After: 7\r\n");
                break;
            case "429 for an hour":
                await connection.AnswerAsync(429, "{\"detail\":\"Request was throttled.\"}", headers: "Retry-After: 3600\r\n");
                break;
            case "503 with seconds":
                await connection.AnswerAsync(503, "{}", headers: "Retry-After: 7\r\n");
                break;
            case "503 with a date":
                await connection.AnswerAsync(503, "{}", headers: $"Retry-After: {In(7)}\r\n");
                break;
            case "redirect to the same origin":
                await (request == 1 ? connection.AnswerAsync(307, "{}", headers: "Location: /v1/elsewhere\r\n") : connection.AnswerAsync(200, Good));
                break;
            case "redirect to another origin":
                await connection.AnswerAsync(307, "{}", headers: $"Location: {_elsewhere}v1/elsewhere\r\n");
                break;
            case "see other":
                await connection.AnswerAsync(303, "{}", headers: $"Location: {_elsewhere}v1/elsewhere\r\n");
                break;
            case "endless headers":
                await EndlessHeadersAsync(connection);
                break;
            case "20 MB body":
                await connection.SendAsync(Head(200, 20_000_000) + Good[..^1]);
                await SendBlanksAsync(connection, 20_000_000 - Good.Length);
                await connection.SendAsync("}");
                break;
            case "endless body":
                await connection.SendAsync("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n" + Start);
                await SendBlanksAsync(connection, 1L << 40);
                break;
            case "20 MB refusal":
                await connection.SendAsync(Head(422, 20_000_000) + "{\"detail\":\"");
                await SendBlanksAsync(connection, 20_000_000 - 11);
                break;
            case "gzip bomb":
                byte[] bomb = Bomb();
                await connection.SendAsync(
                    $"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Encoding: gzip\r\nContent-Length: {bomb.Length}\r\n\r\n");
                await connection.SendAsync(bomb);
                break;
            case "invalid UTF-8":
                await connection.SendAsync(Head(200, Good.Length + 11));
                await connection.SendAsync(Encoding.Latin1.GetBytes(Good.Insert(Good.Length - 1, ",\"logs\":\"\u00ff\"")));
                break;
            case "JSON 10,000 deep":
                await connection.AnswerAsync(200, Good.Insert(Good.Length - 1, $",\"output\":{new string('[', 10_000)}{new string(']', 10_000)}"));
                break;
            case "duplicate keys":
                await connection.AnswerAsync(200, Good.Insert(Good.Length - 1, $",\"status\":\"succeeded\",\"id\":\"{Calls.Id}\",\"results\":[]"));
                break;
            case "wrong types":
                await connection.AnswerAsync(200, WrongTypes);
                break;
            case "unknown status":
                await connection.AnswerAsync(200, Good.Replace("starting", "hibernating", StringComparison.Ordinal));
                break;
            case "negative times":
                await connection.AnswerAsync(200, Good.Insert(Good.Length - 1, NegativeTimes));
                break;
            case "clock jumps back" or "clock jumps ahead":
                _clock.Jump(TimeSpan.FromHours(fault == "clock jumps back" ? -3 : 3));
                await AnswerOnceAsync(connection, request, 429, "Retry-After: 7\r\n");
                break;
            default:
                await connection.AnswerAsync(int.Parse(fault, CultureInfo.InvariantCulture), "{\"detail\":\"trouble\"}");
                break;
        }
    }

    // The name stays, by which models and deployments are known.
    private const string WrongTypes = """
        {"id":{"a":1},"name":"mine","owner":7,"status":["starting"],"model":[],"version":{},"input":"text","output":{"a":[null]},"logs":12,"error":[1],
         "created_at":true,"started_at":{},"completed_at":"yesterday","metrics":"fast","urls":[1],"source":[],"data_removed":"no","deadline":[],
         "results":"none","next":[3],"current_release":"one","latest_version":"two","default_example":[],"etag":[1],"checksums":1,"metadata":2,
         "size":"big","expires_at":-1,"content_type":[],"destination":0,"run_count":"many","visibility":{},"is_official":"yes"}
        """;

    private const string NegativeTimes =
        ",\"created_at\":\"2031-02-03T04:05:06Z\",\"started_at\":\"2030-02-03T04:05:06Z\",\"completed_at\":\"0001-01-01T00:00:00Z\""
        + ",\"metrics\":{\"predict_time\":-5.5,\"total_time\":-1e308},\"run_count\":-3,\"size\":-7";

    private static string Head(int status, long length) =>
        $"HTTP/1.1 {status} Told\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n\r\n";

    private static byte[] Bomb()
    {
        using MemoryStream packed = new();
        using (GZipStream zip = new(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            zip.Write(Encoding.UTF8.GetBytes(Start));
            byte[] blanks = Enumerable.Repeat((byte)' ', 1 << 20).ToArray();
            for (int i = 0; i < 256; i++)
            {
                zip.Write(blanks);
            }
        }

        return packed.ToArray();
    }

    private static async Task EndlessHeadersAsync(RawConnection connection)
    {
        await connection.SendAsync("HTTP/1.1 200 OK\r\n");
        for (int i = 0; ; i++)
        {
            await connection.SendAsync($"X-{i}: {new string('x', 1000)}\r\n");
        }
    }

    private string In(int seconds) => (_clock.GetUtcNow() + TimeSpan.FromSeconds(seconds)).ToString("R", CultureInfo.InvariantCulture);

    private static Task AnswerOnceAsync(
        RawConnection connection, int request, int status, string headers = "", string body = "{\"detail\":\"Request was throttled.\"}") =>
        request == 1 ? connection.AnswerAsync(status, body, headers: headers) : connection.AnswerAsync(200, Good);

    private static async Task SendBlanksAsync(RawConnection connection, long count)
    {
        byte[] blanks = Enumerable.Repeat((byte)' ', 1 << 16).ToArray();
        for (long left = count; left > 0; left -= blanks.Length)
        {
            await connection.SendAsync(left < blanks.Length ? blanks[..(int)left] : blanks);
        }
    }
}
