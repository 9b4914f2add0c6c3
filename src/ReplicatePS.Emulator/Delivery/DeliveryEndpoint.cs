using System;
using System.IO;
using System.Linq;
using System.Net.Http.Headers;
using ReplicatePS.Emulator.Http;
using ReplicatePS.Emulator.Runs;

namespace ReplicatePS.Emulator.Delivery;

/// <summary>The host that output files are fetched from: open to everybody, with ranges, and forgetful after an hour.</summary>
internal sealed class DeliveryEndpoint
{
    private readonly RunStore _runs;

    public DeliveryEndpoint(RunStore runs)
    {
        _runs = runs;
    }

    public static bool Owns(Uri url) =>
        url.Host.Equals(Origin.DeliveryHost, StringComparison.OrdinalIgnoreCase) ||
        url.AbsolutePath.StartsWith(Origin.DeliveryPrefix, StringComparison.Ordinal);

    /// <summary>Opens a file by a URL that this host owns; null if it is not there.</summary>
    public Artifact? Find(Uri url, DateTimeOffset now)
    {
        string path = url.AbsolutePath;
        path = path.StartsWith(Origin.DeliveryPrefix, StringComparison.Ordinal) ? path.Substring(Origin.DeliveryPrefix.Length) : path;
        string[] parts = path.Split(new[] { '/' }, StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length != 3 || _runs.FindWithFiles(parts[1], now) is not { } run)
        {
            return null;
        }

        // The data of what was made on the web is kept, and it ended long ago even where the clock is set to the past.
        RunState state = run.StateAt(run.Source == Run.FromWeb ? DateTimeOffset.MaxValue : now);
        return state.DataRemoved || !state.HasWorked ? null : run.Script.File(parts[2]);
    }

    public EmulatorResponse Answer(Exchange exchange)
    {
        if (exchange.Request.Method is not ("GET" or "HEAD"))
        {
            return EmulatorResponse.Empty(405);
        }

        if (Find(exchange.Request.Url, exchange.Now) is not { } artifact)
        {
            return EmulatorResponse.Text(404, "text/plain; charset=utf-8", "Not found\n");
        }

        Stream bytes = artifact.Open();
        long length = bytes.Length;
        string etag = "\"" + Identifiers.Version(exchange.Request.Url.AbsolutePath + length).Substring(0, 32) + "\"";
        EmulatorResponse response = Part(exchange.Request, bytes, length, artifact.ContentType, etag);
        if (exchange.Request.Method == "HEAD")
        {
            response.Body.Dispose();
            response.Body = Stream.Null;
        }

        return response
            .Set("etag", etag)
            .Set("accept-ranges", "bytes")
            .Set("cache-control", "public, max-age=3600")
            .Set("access-control-allow-origin", "*");
    }

    private static EmulatorResponse Part(EmulatorRequest request, Stream bytes, long length, string contentType, string etag)
    {
        bool fresh = request.Header("If-Range") is not { } condition || condition == etag;
        if (!fresh ||
            !RangeHeaderValue.TryParse(request.Header("Range") ?? "", out RangeHeaderValue? ranges) ||
            ranges.Unit != "bytes" ||
            ranges.Ranges.Count != 1)
        {
            return new EmulatorResponse(200, contentType, bytes, length);
        }

        RangeItemHeaderValue range = ranges.Ranges.Single();
        long from = range.From ?? Math.Max(0, length - range.To!.Value);
        long to = range.From is null ? length - 1 : Math.Min(range.To ?? long.MaxValue, length - 1);
        if (from > to)
        {
            bytes.Dispose();
            return EmulatorResponse.Empty(416).Set("content-range", $"bytes */{length}");
        }

        bytes.Position = from;
        return new EmulatorResponse(206, contentType, new BoundedStream(bytes, to - from + 1), to - from + 1)
            .Set("content-range", $"bytes {from}-{to}/{length}");
    }
}
