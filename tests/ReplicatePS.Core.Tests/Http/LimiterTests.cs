using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;

namespace ReplicatePS.Core.Tests;

public class LimiterTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Six_a_minute_with_a_burst_of_one_all_finish_with_few_refusals(bool hasHeaders)
    {
        // 60 rows at one in ten seconds.
        Bucket bucket = await RunAsync(rows: 60, atOnce: 16, perSecond: 0.1, burst: 1, hasHeaders);
        Assert.Equal(60, bucket.Accepted);
        // Without headers, those that were under way when the first refusal came are refused as well.
        Assert.InRange(bucket.Elapsed.TotalSeconds, 585, 590 * (hasHeaders ? 1.05 : 1.5));
        Assert.InRange(bucket.RefusedAfterFirst, 0, hasHeaders ? 0 : 18);
    }

    [Theory]
    [InlineData(600)]
    [InlineData(37)]
    public async Task Six_hundred_a_minute_with_32_in_flight_all_finish_with_few_refusals(int tokensAtStart)
    {
        Bucket bucket = await RunAsync(rows: 1500, atOnce: 32, perSecond: 10, burst: 600, hasHeaders: true, tokensAtStart);
        Assert.Equal(1500, bucket.Accepted);
        double least = (1500 - tokensAtStart) / 10.0;
        Assert.InRange(bucket.Elapsed.TotalSeconds, least - 1, least * 1.15);
        Assert.InRange(bucket.RefusedAfterFirst, 0, 15);
    }

    [Fact]
    public async Task Far_from_the_limit_nothing_is_held_back()
    {
        Bucket bucket = await RunAsync(rows: 500, atOnce: 32, perSecond: 10, burst: 600, hasHeaders: true);
        Assert.Equal(500, bucket.Accepted);
        Assert.InRange(bucket.Elapsed.TotalSeconds, 0, (500 * 0.1 / 32) + 2);
    }

    [Fact]
    public async Task A_server_that_tells_nothing_slows_nobody_down()
    {
        using TestClock clock = new();
        await clock.LetPass();
        StubTransport stub = new StubTransport().Then(200, "{\"id\":\"abc\"}");
        ReplicateClient client = Bench.Client(stub, clock);
        await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => client.Predictions.GetAsync("abc")));
        Assert.Equal(200, stub.Seen.Count);
        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 1);
    }

    [Fact]
    public async Task One_429_of_a_server_that_tells_nothing_slows_the_rows_after_it_for_no_more_than_some_seconds()
    {
        using TestClock clock = new TestClock().AutoAdvance();
        StubTransport stub = new StubTransport()
            .Then(201, "{\"id\":\"abc\"}")
            .Then(429, "{}", ("Retry-After", "1"))
            .Then(201, "{\"id\":\"abc\"}");
        ReplicateClient client = Bench.Client(stub, clock);
        for (int row = 0; row < 200; row++)
        {
            await client.Predictions.CreateByVersionAsync("v", Bench.Prompt());
        }

        Assert.Equal(201, stub.Seen.Count);
        Assert.InRange(clock.Elapsed.TotalSeconds, 1, 10);
    }

    [Fact]
    public async Task After_one_429_the_others_wait_too()
    {
        using TestClock clock = new();
        await clock.LetPass();
        List<TimeSpan> at = new();
        TaskCompletionSource isRefused = new(TaskCreationOptions.RunContinuationsAsynchronously);
        StubTransport stub = new StubTransport()
            .Then(201, "{\"id\":\"first\"}")
            .Then(429, "{}", ("Retry-After", "20"))
            .Then(_ =>
            {
                lock (at)
                {
                    at.Add(clock.Elapsed);
                }

                return StubTransport.Answer(201, "{\"id\":\"abc\"}");
            });
        ReplicateClient client = Bench.Client(stub, clock, trace: trace =>
        {
            if (trace.Status == 429)
            {
                isRefused.SetResult();
            }
        });
        await client.Predictions.CreateByVersionAsync("v", Bench.Prompt());
        Task refused = client.Predictions.CreateByVersionAsync("v", Bench.Prompt());
        await isRefused.Task;
        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => client.Predictions.CreateByVersionAsync("v", Bench.Prompt())).Append(refused));
        Assert.All(at, time => Assert.True(time >= TimeSpan.FromSeconds(20), $"sent after {time}"));
    }

    [Fact]
    public async Task Reads_go_on_while_creates_are_held_back()
    {
        using TestClock clock = new();
        RateLimiter limiter = await RefusedAsync(clock, TimeSpan.FromSeconds(50));
        Task create = limiter.EnterAsync(RequestLane.Create, default);
        Assert.True(limiter.EnterAsync(RequestLane.Poll, default).IsCompletedSuccessfully);
        Assert.False(create.IsCompleted);
        clock.Advance(TimeSpan.FromSeconds(51));
        await create.WaitAsync(TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task The_first_request_shows_the_way_but_holds_the_others_up_no_longer_than_a_second()
    {
        using TestClock clock = new();
        RateLimiter limiter = new(clock);
        await limiter.EnterAsync(RequestLane.Create, default);
        Task second = limiter.EnterAsync(RequestLane.Create, default);
        Assert.False(second.IsCompleted);
        clock.Advance(TimeSpan.FromSeconds(1));
        await second.WaitAsync(TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task On_a_clock_that_stands_still_the_second_goes_as_soon_as_the_first_is_answered()
    {
        using TestClock clock = new();
        RateLimiter limiter = new(clock);
        await limiter.EnterAsync(RequestLane.Create, default);
        Task second = limiter.EnterAsync(RequestLane.Create, default);
        limiter.Leave(RequestLane.Create, default);
        await second.WaitAsync(TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task One_who_stops_waiting_frees_the_place()
    {
        using TestClock clock = new();
        RateLimiter limiter = await RefusedAsync(clock, TimeSpan.FromSeconds(50));
        using CancellationTokenSource stop = new();
        Task stopped = limiter.EnterAsync(RequestLane.Create, stop.Token);
        Task queued = limiter.EnterAsync(RequestLane.Create, stop.Token);
        Task patient = limiter.EnterAsync(RequestLane.Create, default);
        stop.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => stopped.WaitAsync(TimeSpan.FromSeconds(5)));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => queued.WaitAsync(TimeSpan.FromSeconds(5)));
        clock.AutoAdvance();
        await patient.WaitAsync(TimeSpan.FromSeconds(5));
        Assert.InRange(clock.Elapsed.TotalSeconds, 50, 51);
    }

    [Fact]
    public async Task Setting_the_clock_neither_lengthens_nor_shortens_a_wait()
    {
        using TestClock clock = new();
        RateLimiter limiter = await RefusedAsync(clock, TimeSpan.FromSeconds(5));
        clock.Jump(TimeSpan.FromHours(-3));
        Task entering = limiter.EnterAsync(RequestLane.Create, default);
        clock.Jump(TimeSpan.FromHours(6));
        clock.Advance(TimeSpan.FromSeconds(4.9));
        Assert.False(entering.IsCompleted);
        clock.Advance(TimeSpan.FromSeconds(0.2));
        await entering.WaitAsync(TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task Faults_leave_no_place_taken()
    {
        using TestClock clock = new();
        await clock.LetPass();
        StubTransport stub = new();
        for (int i = 0; i < 50; i++)
        {
            stub.ThenThrow(() => new HttpRequestException("lost"));
        }

        // What is left is just above what is under way: a place that was not given back would slow this down.
        stub.Then(200, "{}", ("ratelimit-remaining", "1"), ("ratelimit-reset", "60"));
        ReplicateClient client = Bench.Client(stub, clock, retries: 0);
        for (int i = 0; i < 50; i++)
        {
            await Bench.FaultOf(ErrorKind.ConnectionFailed, () => client.Account.GetAsync());
        }

        for (int i = 0; i < 20; i++)
        {
            await client.Account.GetAsync();
        }

        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 1);
    }

    private static async Task<RateLimiter> RefusedAsync(TestClock clock, TimeSpan pause)
    {
        RateLimiter limiter = new(clock);
        await limiter.EnterAsync(RequestLane.Create, default);
        limiter.Leave(RequestLane.Create, new LimitNotice { IsAnswer = true, IsRefusal = true, RetryAfter = pause });
        return limiter;
    }

    private static async Task<Bucket> RunAsync(int rows, int atOnce, double perSecond, int burst, bool hasHeaders, int? tokensAtStart = null)
    {
        using TestClock clock = new();
        await clock.LetPass();
        Bucket bucket = new(clock, perSecond, burst, hasHeaders, tokensAtStart ?? burst);
        ReplicateClient client = Bench.Client(bucket, clock, retries: 50);
        int next = 0;
        await Task.WhenAll(Enumerable.Range(0, atOnce).Select(async _ =>
        {
            while (Interlocked.Increment(ref next) <= rows)
            {
                await client.Predictions.CreateByVersionAsync("abc", Bench.Prompt());
            }
        }));
        bucket.Elapsed = clock.Elapsed;
        return bucket;
    }

    /// <summary>A server with a bucket that fills continuously, as Replicate's does; each answer takes a tenth of a second.</summary>
    private sealed class Bucket : HttpMessageHandler
    {
        private readonly TestClock _clock;
        private readonly double _perSecond;
        private readonly int _burst;
        private readonly bool _hasHeaders;
        private double _tokens;
        private TimeSpan _filledAt;
        private int _refused;

        public Bucket(TestClock clock, double perSecond, int burst, bool hasHeaders, int tokens)
        {
            _clock = clock;
            _perSecond = perSecond;
            _burst = burst;
            _hasHeaders = hasHeaders;
            _tokens = tokens;
        }

        public int Accepted { get; private set; }

        public int RefusedAfterFirst => Math.Max(0, _refused - 1);

        public TimeSpan Elapsed { get; set; }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellation)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), _clock, cancellation);
            HttpResponseMessage response = Take();
            await Task.Delay(TimeSpan.FromMilliseconds(50), _clock, cancellation);
            return response;
        }

        private HttpResponseMessage Take()
        {
            lock (_clock)
            {
                TimeSpan now = _clock.Elapsed;
                _tokens = Math.Min(_burst, _tokens + ((now - _filledAt).TotalSeconds * _perSecond));
                _filledAt = now;
                bool isAccepted = _tokens >= 1 - 1e-9;
                _tokens -= isAccepted ? 1 : 0;
                Accepted += isAccepted ? 1 : 0;
                _refused += isAccepted ? 0 : 1;
                string wait = Math.Ceiling((1 - _tokens) / _perSecond).ToString(CultureInfo.InvariantCulture);
                HttpResponseMessage response = isAccepted
                    ? StubTransport.Answer(201, "{\"id\":\"abc\"}")
                    : StubTransport.Answer(429, $"{{\"detail\":\"slow down\",\"retry_after\":{wait}}}");
                if (_hasHeaders)
                {
                    response.Headers.Add("ratelimit-remaining", Math.Max(0, (int)_tokens).ToString(CultureInfo.InvariantCulture));
                    response.Headers.Add("ratelimit-reset", Math.Ceiling((_burst - _tokens) / _perSecond).ToString(CultureInfo.InvariantCulture));
                }

                return response;
            }
        }
    }
}
