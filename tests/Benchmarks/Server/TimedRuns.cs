using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json;
using System.Threading;
using Microsoft.AspNetCore.Http;

namespace ReplicatePS.Benchmarks.Server;

/// <summary>Predictions of the model <c>bench/timed</c>, which run for as many seconds as their input says, by the clock of this machine.</summary>
internal static class TimedRuns
{
    private const int PageSize = 100;

    private static readonly Lock Gate = new();
    private static readonly Dictionary<string, TimedRun> Runs = new();
    private static readonly List<TimedRun> Newest = new();
    private static int _lists;

    public static string Create(JsonElement body, string origin)
    {
        double seconds = body.GetProperty("input").GetProperty("seconds").GetDouble();
        lock (Gate)
        {
            TimedRun run = new($"timed{Newest.Count:D7}80cs5t3b6vhzyn", seconds, DateTime.UtcNow, $"{origin}/stream/{{id}}");
            Runs[run.Id] = run;
            Newest.Add(run);
            return run.ToJson(whole: true);
        }
    }

    /// <summary>A prediction as it is now; null when it is not one of these.</summary>
    public static string? Get(string id)
    {
        lock (Gate)
        {
            if (!Runs.TryGetValue(id, out TimedRun? run))
            {
                return null;
            }

            run.Gets++;
            return run.ToJson(whole: true);
        }
    }

    /// <summary>How long until the end of a prediction whose stream is asked for, which counts as a look at it.</summary>
    public static TimeSpan BeginStream(string id)
    {
        lock (Gate)
        {
            Runs[id].Gets++;
            return Runs[id].EndsAt - DateTime.UtcNow;
        }
    }

    /// <summary>A page of the list; null when there are no such predictions.</summary>
    public static string? List(HttpRequest request)
    {
        lock (Gate)
        {
            if (Newest.Count == 0)
            {
                return null;
            }

            _lists++;
            int from = request.Query.TryGetValue("cursor", out var cursor) ? int.Parse(cursor!, CultureInfo.InvariantCulture) : 0;
            string items = string.Join(',', Enumerable.Reverse(Newest).Skip(from).Take(PageSize).Select(run => run.ToJson(whole: false)));
            string next = from + PageSize < Newest.Count ? $"\"{request.Scheme}://{request.Host}/v1/predictions?cursor={from + PageSize}\"" : "null";
            return $$"""{"previous":null,"next":{{next}},"results":[{{items}}]}""";
        }
    }

    /// <summary>What was asked since the last time, and when each prediction ended; then all is forgotten.</summary>
    public static string Report()
    {
        lock (Gate)
        {
            string report = JsonSerializer.Serialize(new
            {
                lists = _lists,
                runs = Newest.Select(run => new { id = run.Id, seconds = run.Seconds, ended = (run.EndsAt - DateTime.UnixEpoch).TotalMilliseconds, gets = run.Gets }),
            });
            Runs.Clear();
            Newest.Clear();
            _lists = 0;
            return report;
        }
    }
}

internal sealed record TimedRun(string Id, double Seconds, DateTime CreatedAt, string Stream)
{
    public DateTime EndsAt => CreatedAt.AddSeconds(Seconds);

    public int Gets { get; set; }

    public string ToJson(bool whole)
    {
        bool hasEnded = DateTime.UtcNow >= EndsAt;
        return CannedPrediction.Timed(Id, hasEnded, whole, CreatedAt, EndsAt, Stream);
    }
}
