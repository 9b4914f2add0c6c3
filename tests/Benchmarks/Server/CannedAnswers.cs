using System;
using System.Buffers;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;

namespace ReplicatePS.Benchmarks.Server;

/// <summary>The same answers to every client, as cheap as they can be.</summary>
internal static class CannedAnswers
{
    private const int PageSize = 100;
    private const int ModelPageSize = 25;
    private const string Json = "application/json";
    private const string Account = """{"type":"user","username":"you","name":"You","github_url":"https://github.com/you"}""";

    private static readonly byte[] Chunk = new byte[64 * 1024];
    private static readonly string Items = string.Join(',', Enumerable.Range(0, PageSize).Select(n => CannedPrediction.Listed(Id(n))));
    private static readonly byte[] Models = Encoding.UTF8.GetBytes(string.Join(',', Enumerable.Range(0, ModelPageSize).Select(CannedModel.Listed)));
    private static int _created;

    public static Task AnswerAsync(HttpContext context)
    {
        HttpRequest request = context.Request;
        string path = request.Path.Value!;
        string[] parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        return (request.Method, parts) switch
        {
            ("GET", ["v1", "account"]) => SendAsync(context, 200, Account),
            ("GET", ["v1", "models"]) => SendModelsAsync(context),
            ("GET", ["v1", "predictions"]) => SendAsync(context, 200, TimedRuns.List(request) ?? Page(request)),
            ("GET", ["v1", "predictions", var id]) => SendAsync(context, 200, TimedRuns.Get(id) ?? CannedPrediction.Ended(id)),
            ("POST", ["v1", "predictions"]) => CreateAsync(context),
            ("POST", ["v1", "models", "bench", "timed", "predictions"]) => StartAsync(context),
            ("GET", ["stream", var id]) => StreamAsync(context, TimedRuns.BeginStream(id)),
            ("GET", ["timed"]) => SendAsync(context, 200, TimedRuns.Report()),
            ("POST", ["v1", "models", "stream", var name, "predictions"]) => CreateAsync(context, CannedStream.UrlOf(request, name)),
            ("GET", ["v1", "streams", var name]) => CannedStream.SendAsync(context, name),
            ("POST", ["v1", "models", _, _, "predictions"]) => CreateAsync(context),
            ("POST", ["v1", "deployments", _, _, "predictions"]) => CreateAsync(context),
            ("GET", ["v1", "models", var owner, var name]) => SendAsync(context, 200, CannedImageModel.Of(owner, name)),
            ("POST", ["v1", "files"]) => ReceiveAsync(context),
            ("GET", ["download", var size, ..]) => DownloadAsync(context, long.Parse(size, CultureInfo.InvariantCulture)),
            _ => SendAsync(context, 404, """{"title":"Not found","status":404,"detail":"There is no such canned answer."}"""),
        };
    }

    private static string Id(int number) => $"bench{number:D6}xrg80cs5t3b6vhz";

    private static string Page(HttpRequest request) => $"{PageHead(request)}{Items}]}}";

    // The lists never end; clients stop when they have as many pages as they want.
    private static string PageHead(HttpRequest request)
    {
        int number = request.Query.TryGetValue("cursor", out var cursor) ? int.Parse(cursor!, CultureInfo.InvariantCulture) : 0;
        return $$"""{"previous":null,"next":"{{request.Scheme}}://{{request.Host}}{{request.Path}}?cursor={{number + 1}}","results":[""";
    }

    private static async Task SendModelsAsync(HttpContext context)
    {
        byte[] head = Encoding.UTF8.GetBytes(PageHead(context.Request));
        context.Response.ContentType = Json;
        context.Response.ContentLength = head.Length + Models.Length + 2;
        await context.Response.Body.WriteAsync(head);
        await context.Response.Body.WriteAsync(Models);
        await context.Response.Body.WriteAsync("]}"u8.ToArray());
    }

    private static async Task CreateAsync(HttpContext context, string? stream = null)
    {
        await DrainAsync(context.Request.Body);
        string id = Id(Interlocked.Increment(ref _created));

        // Who asks for it to be held back gets it when it has ended, which it has at once.
        await SendAsync(context, 201, stream is null && context.Request.Headers.ContainsKey("Prefer")
            ? CannedPrediction.Ended(id)
            : CannedPrediction.Starting(id, stream));
    }

    private static async Task StartAsync(HttpContext context)
    {
        using JsonDocument body = await JsonDocument.ParseAsync(context.Request.Body);
        await SendAsync(context, 201, TimedRuns.Create(body.RootElement, $"{context.Request.Scheme}://{context.Request.Host}"));
    }

    private static async Task StreamAsync(HttpContext context, TimeSpan untilEnd)
    {
        context.Response.ContentType = "text/event-stream";
        await context.Response.WriteAsync(": hi\n\n");
        await context.Response.Body.FlushAsync();
        await Task.Delay(untilEnd > TimeSpan.Zero ? untilEnd : TimeSpan.Zero);
        await context.Response.WriteAsync("event: done\nid: 1:0\ndata: {}\n\n");
    }

    private static async Task ReceiveAsync(HttpContext context)
    {
        long size = await DrainAsync(context.Request.Body);
        await SendAsync(
            context,
            201,
            $$$"""{"id":"benchfile","name":"upload.bin","content_type":"application/octet-stream","size":{{{size}}},"etag":"x","checksums":{"sha256":"x"},"metadata":{},"created_at":"2025-01-01T00:00:00Z","expires_at":"2025-01-02T00:00:00Z","urls":{"get":"{{{context.Request.Scheme}}}://{{{context.Request.Host}}}/v1/files/benchfile"}}""");
    }

    private static async Task DownloadAsync(HttpContext context, long size)
    {
        context.Response.ContentType = "application/octet-stream";
        context.Response.ContentLength = size;
        for (long sent = 0; sent < size; sent += Chunk.Length)
        {
            await context.Response.Body.WriteAsync(Chunk.AsMemory(0, (int)Math.Min(Chunk.Length, size - sent)));
        }
    }

    private static async Task<long> DrainAsync(Stream body)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(64 * 1024);
        long size = 0;
        for (int read; (read = await body.ReadAsync(buffer)) > 0; size += read)
        {
        }

        ArrayPool<byte>.Shared.Return(buffer);
        return size;
    }

    private static Task SendAsync(HttpContext context, int status, string json)
    {
        byte[] body = Encoding.UTF8.GetBytes(json);
        context.Response.StatusCode = status;
        context.Response.ContentType = Json;
        context.Response.ContentLength = body.Length;
        return context.Response.Body.WriteAsync(body, 0, body.Length);
    }
}
