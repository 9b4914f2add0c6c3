using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;

namespace ReplicatePS.Core.Tests;

public class RetryTests
{
    public static TheoryData<string, int> Repeatable
    {
        get
        {
            TheoryData<string, int> all = new();
            foreach (string call in new[] { "read", "cancel", "delete" })
            {
                foreach (int status in new[] { 408, 429, 500, 502, 503, 504, 520, 524 })
                {
                    all.Add(call, status);
                }
            }

            return all;
        }
    }

    [Theory]
    [MemberData(nameof(Repeatable))]
    public async Task Reads_cancels_and_deletes_are_repeated(string call, int status)
    {
        using TestClock clock = new();
        await clock.LetPass();
        StubTransport stub = new StubTransport().Then(status, "trouble").Then(status, "trouble").Then(200, "{\"id\":\"abc\"}");
        await CallAsync(Bench.Client(stub, clock), call);
        Assert.Equal(3, stub.Seen.Count);
        Assert.Single(stub.Routes.Distinct());
    }

    [Theory]
    [InlineData("read")]
    [InlineData("cancel")]
    [InlineData("delete")]
    public async Task A_lost_connection_is_repeated(string call)
    {
        using TestClock clock = new();
        await clock.LetPass();
        StubTransport stub = new StubTransport()
            .ThenThrow(() => new HttpRequestException("lost"))
            .Then(_ => StubTransport.Answer(new BrokenStream("{\"id\":"u8.ToArray())))
            .Then(200, "{\"id\":\"abc\"}");
        await CallAsync(Bench.Client(stub, clock), call);
        Assert.Equal(3, stub.Seen.Count);
    }

    [Fact]
    public async Task A_read_that_stalls_is_repeated_when_its_time_is_up()
    {
        using TestClock clock = new();
        await clock.LetPass();
        StubTransport stub = new StubTransport()
            .ThenStall()
            .Then(_ => StubTransport.Answer(new StallingStream("{\"id\":"u8.ToArray())))
            .Then(200, "{\"id\":\"abc\"}");
        Prediction prediction = await Bench.Client(stub, clock).Predictions.GetAsync("abc");
        Assert.Equal("abc", prediction.Id);
        Assert.InRange(clock.Elapsed, TimeSpan.FromSeconds(200), TimeSpan.FromSeconds(203));
    }

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(404)]
    [InlineData(409)]
    [InlineData(422)]
    [InlineData(501)]
    public async Task What_will_not_get_better_is_not_repeated(int status)
    {
        StubTransport stub = new StubTransport().Then(status, "{}");
        await Bench.FaultOf(() => Bench.Client(stub, TimeProvider.System).Predictions.GetAsync("abc"));
        Assert.Single(stub.Seen);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4)]
    public async Task The_number_of_repeats_is_what_was_set(int retries)
    {
        using TestClock clock = new();
        await clock.LetPass();
        StubTransport stub = new StubTransport().Then(503, "trouble");
        await Bench.FaultOf(ErrorKind.ServerError, () => Bench.Client(stub, clock, retries: retries).Predictions.GetAsync("abc"));
        Assert.Equal(retries + 1, stub.Seen.Count);
    }

    [Fact]
    public async Task Pauses_double_and_stay_under_a_minute()
    {
        using TestClock clock = new();
        await clock.LetPass();
        List<TimeSpan> at = new();
        StubTransport stub = new StubTransport().Then(_ =>
        {
            at.Add(clock.Elapsed);
            return StubTransport.Answer(500, "trouble");
        });
        await Bench.FaultOf(() => Bench.Client(stub, clock, retries: 12).Predictions.GetAsync("abc"));
        double[] pauses = at.Zip(at.Skip(1), (a, b) => (b - a).TotalSeconds).ToArray();
        for (int i = 0; i < pauses.Length; i++)
        {
            double full = Math.Min(60, 0.5 * Math.Pow(2, Math.Min(i, 10)));
            Assert.InRange(pauses[i], Math.Min(full, 60) / 2.01, full * 1.01);
        }
    }

    [Theory]
    [InlineData("Retry-After", "7", "{}", 7)]
    [InlineData("Retry-After", "2.5", "{}", 2.5)]
    [InlineData("Retry-After", "Mon, 03 Feb 2031 04:05:26 GMT", "{}", 20)]
    [InlineData(null, null, "{\"detail\":\"slow down\",\"status\":429,\"retry_after\":5}", 5)]
    [InlineData(null, null, "{\"detail\":\"Request was throttled. Your rate limit resets in ~30s.\"}", 30)]
    [InlineData(null, null, "{\"detail\":\"Request was throttled. Expected available in 1 second.\"}", 1)]
    [InlineData("ratelimit-reset", "12", "{}", 12)]
    [InlineData("Retry-After", "3", "{\"retry_after\":50}", 3)]
    [InlineData("Retry-After", "99999999999", "{}", 60)]
    [InlineData("Retry-After", "Mon, 03 Feb 2042 04:05:26 GMT", "{}", 60)]
    public async Task What_a_429_asks_for_is_waited_for(string? header, string? value, string body, double seconds)
    {
        using TestClock clock = new();
        await clock.LetPass();
        StubTransport stub = new StubTransport()
            .Then(429, body, header is null ? Array.Empty<(string, string)>() : new[] { (header, value!) })
            .Then(201, "{\"id\":\"abc\"}");
        await Bench.Client(stub, clock).Predictions.CreateByVersionAsync("abc", Bench.Prompt());
        Assert.Equal(2, stub.Seen.Count);
        Assert.InRange(clock.Elapsed.TotalSeconds, seconds, seconds + 1);
    }

    [Theory]
    [InlineData("Retry-After", "-5")]
    [InlineData("Retry-After", "soon")]
    [InlineData("Retry-After", "1e999")]
    [InlineData("Retry-After", "Mon, 03 Feb 2020 04:05:26 GMT")]
    public async Task What_makes_no_sense_as_a_pause_does_no_harm(string header, string value)
    {
        using TestClock clock = new();
        await clock.LetPass();
        StubTransport stub = new StubTransport().Then(429, "{}", (header, value)).Then(200, "{}");
        await Bench.Client(stub, clock).Predictions.GetAsync("abc");
        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 2);
    }

    [Fact]
    public async Task A_date_is_read_by_the_servers_own_clock()
    {
        using TestClock clock = new();
        await clock.LetPass();
        StubTransport stub = new StubTransport()
            .Then(503, "{}", ("Date", "Mon, 03 Feb 2031 09:00:00 GMT"), ("Retry-After", "Mon, 03 Feb 2031 09:00:08 GMT"))
            .Then(200, "{}");
        await Bench.Client(stub, clock).Predictions.GetAsync("abc");
        Assert.InRange(clock.Elapsed.TotalSeconds, 8, 9);
    }

    [Theory]
    [InlineData(429, ErrorKind.RateLimited, "create")]
    [InlineData(429, ErrorKind.RateLimited, "read")]
    [InlineData(503, ErrorKind.ServerError, "read")]
    public async Task However_many_repeats_there_may_be_they_end_after_half_an_hour(int status, ErrorKind kind, string call)
    {
        using TestClock clock = new();
        await clock.LetPass();
        DateTimeOffset begun = clock.GetUtcNow();
        StubTransport stub = new StubTransport().Then(status, "{}", ("Retry-After", "50"));
        ReplicateClient client = Bench.Client(stub, clock, retries: 1000);
        await Bench.FaultOf(kind, () => call == "create" ? client.Predictions.CreateByVersionAsync("v", Bench.Prompt()) : client.Predictions.GetAsync("abc"));
        Assert.InRange(clock.GetUtcNow() - begun, TimeSpan.FromMinutes(30), TimeSpan.FromMinutes(32));
        Assert.InRange(stub.Seen.Count, 15, 40);
    }

    [Fact]
    public async Task After_the_last_429_the_error_says_how_long_to_wait()
    {
        using TestClock clock = new();
        await clock.LetPass();
        StubTransport stub = new StubTransport().Then(429, "{\"detail\":\"Slow down\"}", ("Retry-After", "9"));
        ReplicateException fault = await Bench.FaultOf(
            ErrorKind.RateLimited, () => Bench.Client(stub, clock, retries: 1).Predictions.CreateByVersionAsync("abc", Bench.Prompt()));
        Assert.Equal(TimeSpan.FromSeconds(9), fault.RetryAfter);
    }

    [Fact]
    public async Task A_delete_that_was_lost_and_then_finds_nothing_has_worked()
    {
        using TestClock clock = new();
        await clock.LetPass();
        StubTransport stub = new StubTransport().ThenThrow(() => new HttpRequestException("lost")).Then(404, "{\"detail\":\"gone\"}");
        await Bench.Client(stub, clock).Deployments.DeleteAsync(new DeploymentReference("acme", "prod"));
        Assert.Equal(2, stub.Seen.Count);
    }

    [Fact]
    public async Task A_delete_that_finds_nothing_says_so()
    {
        StubTransport stub = new StubTransport().Then(404, "{\"detail\":\"gone\"}");
        await Bench.FaultOf(ErrorKind.NotFound, () => Bench.Client(stub, TimeProvider.System).Files.DeleteAsync("abc"));
    }

    [Fact]
    public async Task A_delete_that_finds_nothing_after_a_429_says_so_too()
    {
        using TestClock clock = new();
        await clock.LetPass();
        StubTransport stub = new StubTransport().Then(429, "{}").Then(404, "{\"detail\":\"gone\"}");
        await Bench.FaultOf(ErrorKind.NotFound, () => Bench.Client(stub, clock).Files.DeleteAsync("abc"));
    }

    [Fact]
    public async Task A_transport_that_gives_up_on_its_own_is_a_lost_connection()
    {
        using TestClock clock = new();
        await clock.LetPass();
        StubTransport stub = new StubTransport().ThenThrow(() => new TaskCanceledException("connect timeout")).Then(200, "{}");
        await Bench.Client(stub, clock).Predictions.GetAsync("abc");
        Assert.Equal(2, stub.Seen.Count);
    }

    private static Task CallAsync(ReplicateClient client, string call) => call switch
    {
        "read" => client.Predictions.GetAsync("abc"),
        "cancel" => client.Predictions.CancelAsync("abc"),
        _ => client.Files.DeleteAsync("abc"),
    };
}
