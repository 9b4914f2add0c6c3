using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;

namespace ReplicatePS.Core.Tests;

/// <summary>A create is never sent twice once its bytes may have arrived: what the table of faults does not show.</summary>
public class CreateOnceTests
{
    private const string Version = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    [Theory]
    [InlineData("{\"input\":{\"id\":\"not this one\"},\"id\":\"thisone123\",\"out", "thisone123")]
    [InlineData("{\"input\":{\"id\":\"not this one\"},\"mod", null)]
    [InlineData("{\"id\":\"thisone123", null)]
    [InlineData("<html>\"id\":\"thisone123\"", null)]
    [InlineData("", null)]
    public void Only_a_whole_id_of_the_object_itself_is_taken(string fragment, string? id) =>
        Assert.Equal(id, Json.TextInFragment(Encoding.UTF8.GetBytes(fragment), "id"));

    [Fact]
    public async Task Who_stops_a_create_that_is_on_its_way_still_gets_its_id()
    {
        using TestClock clock = new();
        using CancellationTokenSource stop = new();
        TaskCompletionSource answering = new();
        StubTransport transport = new StubTransport().ThenAsync(async (_, _) =>
        {
            stop.Cancel();
            await answering.Task;
            return StubTransport.Answer(201, "{\"id\":\"paidfor1\"}");
        });
        Task<Prediction> creating = Bench.Client(transport, clock).Predictions.CreateByVersionAsync(Version, Bench.Prompt(), stop.Token);
        clock.Advance(TimeSpan.FromSeconds(0.5));
        answering.SetResult();
        Assert.Equal("paidfor1", (await creating).Id);
    }

    [Fact]
    public async Task A_create_that_is_stopped_and_not_answered_in_a_moment_is_of_unknown_outcome()
    {
        using TestClock clock = new();
        using CancellationTokenSource stop = new();
        TaskCompletionSource arrived = new();
        StubTransport transport = new StubTransport().ThenAsync(async (_, cancellation) =>
        {
            stop.Cancel();
            arrived.SetResult();
            await Task.Delay(Timeout.Infinite, cancellation);
            return StubTransport.Answer(201, "{}");
        });
        Task<Prediction> creating = Bench.Client(transport, clock).Predictions.CreateByVersionAsync(Version, Bench.Prompt(), stop.Token);
        await arrived.Task;
        Assert.False(creating.IsCompleted);
        clock.Advance(TimeSpan.FromSeconds(1));
        await Bench.FaultOf(ErrorKind.OutcomeUnknown, () => creating);
        Assert.Single(transport.Seen);
    }

    [Fact]
    public async Task A_create_is_waited_for_as_long_as_it_says_from_when_it_is_sent()
    {
        using TestClock clock = new();
        await clock.LetPass();
        List<DateTimeOffset> sent = new();
        StubTransport stub = new StubTransport().Then(429, "{}", ("Retry-After", "20")).ThenStall();
        NewPrediction prediction = new()
        {
            Input = Bench.Prompt().Input,
            AnswerWithin = TimeSpan.FromSeconds(3),
            Sending = () => sent.Add(clock.GetUtcNow()),
        };
        await Bench.FaultOf(ErrorKind.OutcomeUnknown, () => Bench.Client(stub, clock).Predictions.CreateByVersionAsync(Version, prediction));
        Assert.Equal(2, sent.Count);
        Assert.InRange(sent[1] - sent[0], TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(25));
        Assert.Equal(TimeSpan.FromSeconds(3), clock.GetUtcNow() - sent[1]);
    }

    [Fact]
    public async Task A_create_that_finds_no_connection_is_tried_no_longer_than_its_answer_may_take()
    {
        using TestClock clock = new();
        await clock.LetPass();
        DateTimeOffset begun = clock.GetUtcNow();
        int told = 0;
        NoConnection transport = new();
        NewPrediction prediction = new() { Input = Bench.Prompt().Input, AnswerWithin = TimeSpan.FromSeconds(3), Sending = () => told++ };
        await Bench.FaultOf(ErrorKind.ConnectionFailed, () => Bench.Client(transport, clock).Predictions.CreateByVersionAsync(Version, prediction));
        Assert.InRange(clock.GetUtcNow() - begun, TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(3));
        Assert.True(transport.Tries > 1);
        Assert.Equal(1, told);
    }

    [Fact]
    public async Task A_create_whose_time_is_up_before_it_is_sent_is_not_sent()
    {
        using TestClock clock = new();
        StubTransport stub = new();
        NewPrediction prediction = new() { Input = Bench.Prompt().Input, AnswerWithin = TimeSpan.FromSeconds(3), Sending = () => clock.Advance(TimeSpan.FromSeconds(5)) };
        ReplicateException fault = await Bench.FaultOf(
            ErrorKind.ConnectionFailed, () => Bench.Client(stub, clock).Predictions.CreateByVersionAsync(Version, prediction));
        Assert.Contains("before it could be sent", fault.Message, StringComparison.Ordinal);
        Assert.Empty(stub.Seen);
    }

    [Fact]
    public async Task A_create_that_is_stopped_before_it_was_sent_is_not_sent()
    {
        using TestClock clock = new();
        using CancellationTokenSource stop = new();
        StubTransport transport = new();
        stop.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => Bench.Client(transport, clock).Predictions.CreateByVersionAsync(Version, Bench.Prompt(), stop.Token));
        Assert.Empty(transport.Seen);
    }

    [Fact]
    public async Task A_create_after_429_that_is_then_lost_is_not_sent_a_third_time()
    {
        using TestClock clock = new();
        await clock.LetPass();
        StubTransport stub = new StubTransport().Then(429, "{}").ThenThrow(() => new HttpRequestException("lost")).Then(201, "{\"id\":\"abc\"}");
        await Bench.FaultOf(ErrorKind.OutcomeUnknown, () => Bench.Client(stub, clock).Predictions.CreateByVersionAsync(Version, Bench.Prompt()));
        Assert.Equal(2, stub.Seen.Count);
    }

    [Fact]
    public async Task A_create_is_repeated_while_the_connection_is_refused()
    {
        using TestClock clock = new TestClock().AutoAdvance();
        ReplicateClient client = new(new ReplicateClientOptions
        {
            BaseUri = RawServer.Nowhere(),
            Token = () => Bench.Token,
            Transport = HttpStack.CreateHandler(),
            TimeProvider = clock,
            MaximumRetryCount = 3,
            Trace = trace => Traces.Add(trace),
            Timeout = TimeSpan.FromDays(1),
        });
        ReplicateException fault = await Bench.FaultOf(
            ErrorKind.ConnectionFailed, () => client.Predictions.CreateByVersionAsync(Version, Bench.Prompt()));
        Assert.Equal(4, Traces.Count);
        Assert.Contains("refused", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_connection_that_went_stale_does_not_double_a_create()
    {
        // The server ends each kept connection without a word; a pool may then hand out a dead one.
        using RawServer server = new(async (connection, request) =>
        {
            await connection.AnswerAsync(200, "{\"id\":\"abc\"}");
            if (request.Line.StartsWith("GET", StringComparison.Ordinal))
            {
                connection.Reset();
            }
        });
        ReplicateClient client = Bench.Client(server);
        for (int i = 0; i < 20; i++)
        {
            await client.Predictions.GetAsync("warm");
            try
            {
                await client.Predictions.CreateByVersionAsync(Version, Bench.Prompt("prompt " + i));
            }
            catch (ReplicateException fault) when (fault.Kind == ErrorKind.OutcomeUnknown)
            {
                // Allowed; a second arrival is not.
            }
        }

        string[] bodies = server.Arrived.Where(request => request.Line.StartsWith("POST", StringComparison.Ordinal)).Select(request => request.Body).ToArray();
        Assert.Equal(bodies.Length, bodies.Distinct().Count());
    }

    [Fact]
    public async Task A_kept_connection_that_is_reset_upon_the_request_does_not_double_a_create()
    {
        // The second request on a connection is read in full and answered with a reset: what pools mistake for staleness.
        int served = 0;
        using RawServer server = new(async (connection, _) =>
        {
            if (served++ == 0)
            {
                await connection.AnswerAsync(200, "{\"id\":\"abc\"}");
            }
            else
            {
                connection.Reset();
            }
        });
        ReplicateClient client = Bench.Client(server);
        await client.Predictions.GetAsync("warm");
        await Bench.FaultOf(ErrorKind.OutcomeUnknown, () => client.Predictions.CreateByVersionAsync(Version, Bench.Prompt()));
        Assert.Equal(2, server.Arrived.Count);
    }

    [Fact]
    public async Task A_change_of_a_deployment_is_not_repeated_either()
    {
        using RawServer server = new((connection, _) => connection.AnswerAsync(500, "{}"));
        await Bench.FaultOf(ErrorKind.OutcomeUnknown, () => Bench.Client(server).Deployments.UpdateAsync(
            new DeploymentReference("acme", "prod"), new DeploymentSettings { MaxInstances = 3 }));
        Assert.Single(server.Arrived);
    }

    [Theory]
    [InlineData(400, ErrorKind.InvalidInput)]
    [InlineData(401, ErrorKind.Unauthorized)]
    [InlineData(402, ErrorKind.PaymentRequired)]
    [InlineData(403, ErrorKind.Forbidden)]
    [InlineData(404, ErrorKind.NotFound)]
    [InlineData(409, ErrorKind.Conflict)]
    [InlineData(413, ErrorKind.FileTooLarge)]
    [InlineData(422, ErrorKind.InvalidInput)]
    public async Task A_refused_create_is_refused_and_not_unknown(int status, ErrorKind kind)
    {
        StubTransport stub = new StubTransport().Then(status, "{\"detail\":\"no\"}");
        ReplicateException fault = await Bench.FaultOf(
            kind, () => Bench.Client(stub, TimeProvider.System).Predictions.CreateByVersionAsync(Version, Bench.Prompt()));
        Assert.Equal(status, (int)fault.StatusCode!);
        Assert.Single(stub.Seen);
    }

    private List<RequestTrace> Traces { get; } = new();

    private sealed class NoConnection : HttpMessageHandler
    {
        public int Tries { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Tries++;
            throw new HttpRequestException("refused", new SocketException((int)SocketError.ConnectionRefused));
        }
    }
}
