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

/// <summary>A create is never sent twice once its bytes may have arrived.</summary>
public class CreateOnceTests
{
    private const string Version = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    private static readonly string[] Kinds = { "pinned", "official", "deployment", "training", "model", "new deployment", "file" };

    public static TheoryData<string> Creates => new(Kinds);

    /// <summary>Faults of a server that has taken the whole request.</summary>
    public static TheoryData<string, string> Faults
    {
        get
        {
            TheoryData<string, string> all = new();
            foreach (string create in Kinds)
            {
                foreach (string fault in new[] { "reset", "close", "500", "503", "408", "html 502", "truncated", "cut json", "stall", "html 200", "nameless", "huge head" })
                {
                    all.Add(create, fault);
                }
            }

            return all;
        }
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_create_arrives_once_whatever_becomes_of_its_answer(string create, string fault)
    {
        using RawServer server = new((connection, _) => FailAsync(connection, fault));
        ReplicateClient client = Bench.Client(server, retries: 3, timeout: fault == "stall" ? 0.3 : 10);
        ReplicateException thrown = await Bench.FaultOf(ErrorKind.OutcomeUnknown, () => RunAsync(client, create));
        Assert.Single(server.Arrived);
        Assert.NotNull(thrown.Attempt);
        Assert.Equal(server.Arrived[0].Line, $"POST {thrown.Attempt.Path} HTTP/1.1");
        Assert.InRange(DateTimeOffset.UtcNow - thrown.Attempt.SentAt, TimeSpan.Zero, TimeSpan.FromMinutes(1));
        if (create != "file")
        {
            string hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(server.Arrived[0].Body)));
            Assert.Equal(hash, thrown.Attempt.BodyHash);
        }
    }

    [Theory]
    [InlineData("truncated")]
    [InlineData("cut json")]
    [InlineData("endless")]
    public async Task The_id_of_what_was_paid_for_is_read_out_of_a_broken_answer(string fault)
    {
        using RawServer server = new((connection, _) => FailAsync(connection, fault));
        ReplicateException thrown = await Bench.FaultOf(
            ErrorKind.OutcomeUnknown, () => Bench.Client(server).Predictions.CreateByVersionAsync(Version, Bench.Prompt()));
        Assert.Equal("7k2m9q4xw1rg80cs5t3b6vhzyn", thrown.Attempt!.Id);
        Assert.Contains("7k2m9q4xw1rg80cs5t3b6vhzyn", thrown.Message, StringComparison.Ordinal);
        Assert.Single(server.Arrived);
    }

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

    [Theory]
    [MemberData(nameof(Creates))]
    public async Task A_create_is_repeated_after_429(string create)
    {
        int left = 2;
        using RawServer server = new((connection, _) => left-- > 0
            ? connection.AnswerAsync(429, "{\"detail\":\"Request was throttled.\",\"retry_after\":0}")
            : connection.AnswerAsync(201, "{\"id\":\"abc\",\"name\":\"n\"}"));
        await RunAsync(Bench.Client(server), create);
        Assert.Equal(3, server.Arrived.Count);
        Assert.Single(server.Arrived.Select(request => request.Body.Length).Distinct());
    }

    [Fact]
    public async Task A_create_after_429_that_is_then_lost_is_not_sent_a_third_time()
    {
        using TestClock clock = new TestClock().AutoAdvance();
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
    public async Task A_reset_before_the_body_was_read_is_of_unknown_outcome_too()
    {
        using RawServer server = new(
            (connection, _) =>
            {
                connection.Reset();
                return Task.CompletedTask;
            },
            readsBody: false);
        await Bench.FaultOf(ErrorKind.OutcomeUnknown, () => Bench.Client(server).Predictions.CreateByVersionAsync(Version, Bench.Prompt()));
        Assert.Single(server.Arrived);
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

    private static async Task FailAsync(RawConnection connection, string fault)
    {
        const string Body = "{\"id\":\"7k2m9q4xw1rg80cs5t3b6vhzyn\",\"model\":\"acme/sketcher\",\"inp";
        switch (fault)
        {
            case "reset":
                connection.Reset();
                break;
            case "close":
                connection.Close();
                break;
            case "html 502":
                await connection.AnswerAsync(502, "<html><body><h1>Bad gateway</h1></body></html>", "text/html");
                break;
            case "html 200":
                await connection.AnswerAsync(200, "<html><body>Please sign in</body></html>", "text/html");
                break;
            case "nameless":
                await connection.AnswerAsync(201, "{\"status\":\"starting\"}");
                break;
            case "truncated":
                await connection.SendAsync($"HTTP/1.1 201 Created\r\nContent-Type: application/json\r\nContent-Length: 900\r\n\r\n{Body}");
                await Task.Delay(20);
                connection.Close();
                break;
            case "cut json":
                await connection.AnswerAsync(201, Body);
                break;
            case "endless":
                await connection.SendAsync($"HTTP/1.1 201 Created\r\nContent-Type: application/json\r\nContent-Length: 99000000\r\n\r\n{Body}");
                for (byte[] blanks = Enumerable.Repeat((byte)' ', 1 << 20).ToArray(); ;)
                {
                    await connection.SendAsync(blanks);
                }

            case "huge head":
                await connection.SendAsync("HTTP/1.1 201 Created\r\n");
                for (int i = 0; ; i++)
                {
                    await connection.SendAsync($"X-{i}: {new string('x', 1000)}\r\n");
                }

            case "stall":
                await connection.StallAsync();
                break;
            default:
                await connection.AnswerAsync(int.Parse(fault), "{\"detail\":\"trouble\"}");
                break;
        }
    }

    private static Task RunAsync(ReplicateClient client, string create)
    {
        ModelReference model = new("acme", "sketcher", Version);
        return create switch
        {
            "pinned" => client.Predictions.CreateAsync(model, Bench.Prompt()),
            "official" => client.Predictions.CreateAsync(new ModelReference("acme", "sketcher"), Bench.Prompt()),
            "deployment" => client.Predictions.CreateAsync(new DeploymentReference("acme", "prod"), Bench.Prompt()),
            "training" => client.Trainings.CreateAsync(new NewTraining
            {
                Trainer = model,
                Destination = new ModelReference("alice", "mine"),
                Input = Bench.Json("{}"),
            }),
            "model" => client.Models.CreateAsync(new NewModel { Owner = "alice", Name = "mine", Hardware = "cpu" }),
            "new deployment" => client.Deployments.CreateAsync(
                "prod", model, new DeploymentSettings { Hardware = "cpu", MinInstances = 0, MaxInstances = 1 }),
            "file" => client.Files.UploadAsync(typeof(CreateOnceTests).Assembly.Location.Replace(".dll", ".runtimeconfig.json")),
            _ => throw new ArgumentOutOfRangeException(nameof(create)),
        };
    }
}
