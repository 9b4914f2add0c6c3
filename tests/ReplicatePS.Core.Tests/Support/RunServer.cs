using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Net.Http;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;

namespace ReplicatePS.Core.Tests;

/// <summary>Predictions that run for their time by the test's clock, in a list of pages of 100; counts what is asked.</summary>
internal sealed class RunServer : HttpMessageHandler
{
    private readonly TestClock _clock;
    private readonly DateTimeOffset _begun;
    private readonly List<ServedRun> _runs = new();
    private readonly List<string> _asked = new();

    public RunServer(TestClock clock)
    {
        _clock = clock;
        _begun = clock.GetUtcNow();
    }

    /// <summary>How long an answer takes.</summary>
    public TimeSpan Latency { get; init; } = TimeSpan.FromMilliseconds(10);

    /// <summary>By how much the server's clock is ahead.</summary>
    public TimeSpan Ahead { get; set; }

    /// <summary>How many times as fast as the test's its clock runs.</summary>
    public double Speed { get; init; } = 1;

    /// <summary>Answers instead of the server; null leaves it to it.</summary>
    public Func<string, CancellationToken, Task<HttpResponseMessage?>> Fault { get; set; } = (_, _) => Task.FromResult<HttpResponseMessage?>(null);

    /// <summary>Makes a page from what stands on it: lists may lag behind.</summary>
    public Func<ServedRun, bool> IsListed { get; set; } = _ => true;

    /// <summary>Says how the stream of a run goes; null where runs have none.</summary>
    public Func<ServedRun, CancellationToken, Task<HttpResponseMessage>>? Stream { get; set; }

    public int Streams => Asked.Count(path => path.StartsWith("streams/", StringComparison.Ordinal));

    public int Gets => Asked.Count(path => path.StartsWith("predictions/", StringComparison.Ordinal));

    public int Lists => Asked.Count(path => path == "predictions");

    public IReadOnlyList<string> Asked
    {
        get
        {
            lock (_asked)
            {
                return _asked.ToArray();
            }
        }
    }

    public ServedRun Create(double seconds, string model = "a/b")
    {
        lock (_runs)
        {
            ServedRun run = new($"run{_runs.Count:D23}", model, _clock.GetUtcNow(), TimeSpan.FromSeconds(seconds / Speed));
            _runs.Add(run);
            return run;
        }
    }

    /// <summary>What a create would have answered.</summary>
    public Prediction Starting(ServedRun run) => new(JsonDocument.Parse(Json(run, whole: true)).RootElement.Clone());

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellation)
    {
        string path = request.RequestUri!.AbsolutePath.Substring("/v1/".Length);
        lock (_asked)
        {
            _asked.Add(path);
        }

        await _clock.Delay(Latency, cancellation);
        HttpResponseMessage answer = path.StartsWith("streams/", StringComparison.Ordinal)
            ? await Stream!(_runs.Single(run => path.EndsWith(run.Id, StringComparison.Ordinal)), cancellation)
            : await Fault(path, cancellation) ?? Answer(path, request.RequestUri.Query);
        answer.RequestMessage = request;
        return answer;
    }

    private HttpResponseMessage Answer(string path, string query)
    {
        lock (_runs)
        {
            if (path == "predictions")
            {
                int from = query.Length == 0 ? 0 : int.Parse(query.Split('=')[1], CultureInfo.InvariantCulture);
                ServedRun[] all = Enumerable.Reverse(_runs).Where(IsListed).ToArray();
                string items = string.Join(",", all.Skip(from).Take(100).Select(run => Json(run, whole: false)));
                string next = from + 100 < all.Length ? $"\"https://api.replicate.com/v1/predictions?cursor={from + 100}\"" : "null";
                return StubTransport.Answer(200, $"{{\"previous\":null,\"next\":{next},\"results\":[{items}]}}");
            }

            ServedRun? found = _runs.FirstOrDefault(run => path == $"predictions/{run.Id}");
            return found is null ? StubTransport.Answer(404, "{\"detail\":\"no\"}") : StubTransport.Answer(200, Json(found, whole: true));
        }
    }

    private DateTimeOffset Stamp(DateTimeOffset time) =>
        DateTimeOffset.UnixEpoch + TimeSpan.FromSeconds((time - _begun).TotalSeconds * Speed) + (_begun - DateTimeOffset.UnixEpoch) + Ahead;

    private string Json(ServedRun run, bool whole)
    {
        bool hasEnded = _clock.GetUtcNow() >= run.Ends;
        Dictionary<string, object?> json = new()
        {
            ["id"] = run.Id,
            ["model"] = run.Model,
            ["version"] = "v",
            ["status"] = hasEnded ? "succeeded" : "processing",
            ["created_at"] = Stamp(run.CreatedAt),
            ["started_at"] = Stamp(run.CreatedAt),
            ["completed_at"] = hasEnded ? Stamp(run.Ends) : null,
        };
        if (Stream is not null && !hasEnded)
        {
            json["urls"] = new { stream = $"https://stream.replicate.com/v1/streams/{run.Id}" };
        }

        if (whole)
        {
            json["logs"] = "working\n";
        }

        return JsonSerializer.Serialize(json);
    }
}

internal sealed record ServedRun(string Id, string Model, DateTimeOffset CreatedAt, TimeSpan Lasts)
{
    public DateTimeOffset Ends => CreatedAt + Lasts;
}
