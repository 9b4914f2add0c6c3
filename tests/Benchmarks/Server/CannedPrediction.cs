using System;
using System.Globalization;
using System.Linq;
using System.Text.Json;

namespace ReplicatePS.Benchmarks.Server;

/// <summary>A prediction of an image model, of the size that real ones have.</summary>
internal static class CannedPrediction
{
    private const string Mark = "{id}";
    private const string Stream = "https://stream.replicate.com/v1/files/bcwr-{id}";

    private static readonly string Logs = string.Join('\n', Enumerable.Range(0, 5).Select(
        step => $"{step * 25,3}%|{new string('#', step * 2),-10}| {step}/4 [00:0{step}<00:0{4 - step},  1.02it/s]"));

    private static readonly string StartingJson = Write("starting", null, string.Empty, null, null, null);
    private static readonly string EndedJson = Write("succeeded", Output(), Logs, "2025-01-01T12:00:01.214Z", "2025-01-01T12:00:05.938Z", 4.72);
    private static readonly string ListedJson = Write("succeeded", Output(), null, "2025-01-01T12:00:01.214Z", "2025-01-01T12:00:05.938Z", 4.72);

    public static string Starting(string id, string? stream = null) =>
        (stream is null ? StartingJson : StartingJson.Replace(Stream, stream)).Replace(Mark, id);

    public static string Ended(string id) => EndedJson.Replace(Mark, id);

    /// <summary>As lists show it: without logs.</summary>
    public static string Listed(string id) => ListedJson.Replace(Mark, id);

    /// <summary>One that ran, or runs, from its creation on.</summary>
    public static string Timed(string id, bool hasEnded, bool whole, DateTime created, DateTime ended, string stream)
    {
        string time = Stamp(created);
        string json = hasEnded
            ? Write("succeeded", Output(), whole ? Logs : null, time, Stamp(ended), (ended - created).TotalSeconds, time, stream)
            : Write("processing", null, whole ? string.Empty : null, time, null, null, time, stream);
        return json.Replace(Mark, id);
    }

    private static string Stamp(DateTime time) => time.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);

    private static string[] Output() => ["https://replicate.delivery/xezq/{id}/out-0.webp"];

    private static string Write(string status, string[]? output, string? logs, string? started, string? completed, double? seconds, string created = "2025-01-01T12:00:00.105Z", string stream = Stream) =>
        JsonSerializer.Serialize(new
        {
            id = Mark,
            model = "black-forest-labs/flux-schnell",
            version = "c846a69991daf4c0e5d016514849d14ee5b2e6846ce6b9d6f21369e564cfe51e",
            input = new
            {
                prompt = "a lighthouse at dawn, seen from the sea, oil on canvas, soft light",
                seed = 7,
                go_fast = true,
                num_outputs = 1,
                aspect_ratio = "1:1",
                output_format = "webp",
                output_quality = 80,
                num_inference_steps = 4,
            },
            logs,
            output,
            data_removed = false,
            error = (string?)null,
            source = "api",
            status,
            created_at = created,
            started_at = started,
            completed_at = completed,
            urls = new
            {
                cancel = "https://api.replicate.com/v1/predictions/{id}/cancel",
                get = "https://api.replicate.com/v1/predictions/{id}",
                stream,
                web = "https://replicate.com/p/{id}",
            },
            metrics = seconds is null ? null : new { image_count = 1, predict_time = seconds },
        });
}
