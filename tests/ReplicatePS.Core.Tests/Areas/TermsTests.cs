using System;
using System.Linq;
using System.Threading.Tasks;

namespace ReplicatePS.Core.Tests;

public class TermsTests
{
    private const string Run = "{\"id\":\"abc\",\"status\":\"starting\"}";

    [Fact]
    public async Task All_three_create_routes_carry_what_was_asked_for()
    {
        StubTransport stub = new StubTransport().Then(201, Run);
        ReplicateClient client = Bench.Client(stub, new TestClock());
        NewPrediction prediction = new()
        {
            Input = Bench.Prompt().Input,
            PreferWait = TimeSpan.FromSeconds(9.2),
            CancelAfter = TimeSpan.FromMinutes(90),
        };
        await client.Predictions.CreateAsync(new ModelReference("acme", "sketcher"), prediction);
        await client.Predictions.CreateAsync(new ModelReference("acme", "sketcher", "v1"), prediction);
        await client.Predictions.CreateAsync(new DeploymentReference("acme", "fast"), prediction);
        Assert.Equal(3, stub.Seen.Count);
        Assert.All(stub.Seen, request => Assert.Equal(("wait=10", "5400s"), (request.Headers["Prefer"], request.Headers["Cancel-After"])));
        await client.Predictions.CreateAsync(new DeploymentReference("acme", "fast"), Bench.Prompt());
        Assert.False(stub.Seen[^1].Headers.ContainsKey("Prefer") || stub.Seen[^1].Headers.ContainsKey("Cancel-After"));
    }

    [Theory]
    [InlineData(0, 60)]
    [InlineData(61, 60)]
    [InlineData(60, 4)]
    [InlineData(60, 86401)]
    public async Task Times_out_of_bounds_are_refused_before_anything_is_sent(int wait, int limit)
    {
        StubTransport stub = new StubTransport().Then(201, Run);
        NewPrediction prediction = new()
        {
            Input = Bench.Prompt().Input,
            PreferWait = TimeSpan.FromSeconds(wait),
            CancelAfter = TimeSpan.FromSeconds(limit),
        };
        await Bench.FaultOf(
            ErrorKind.InvalidInput, () => Bench.Client(stub, new TestClock()).Predictions.CreateAsync(new DeploymentReference("acme", "fast"), prediction));
        Assert.Empty(stub.Seen);
    }

    [Theory]
    [InlineData(60)]
    [InlineData(null)]
    public async Task An_answer_that_is_held_back_has_the_time_for_it(int? wait)
    {
        using TestClock clock = new();
        TaskCompletionSource arrived = new();
        TaskCompletionSource answering = new();
        StubTransport stub = new StubTransport().ThenAsync(async (_, cancellation) =>
        {
            arrived.SetResult();
            await answering.Task.WaitAsync(cancellation);
            return StubTransport.Answer(201, Run);
        });
        ReplicateClient client = Bench.Client(stub, clock, timeout: TimeSpan.FromSeconds(10));
        NewPrediction prediction = new() { Input = Bench.Prompt().Input, PreferWait = wait is { } seconds ? TimeSpan.FromSeconds(seconds) : null };
        Task<Prediction> creating = client.Predictions.CreateByVersionAsync("v1", prediction);
        await arrived.Task;
        clock.Advance(TimeSpan.FromSeconds(62));
        if (wait is null)
        {
            await Bench.FaultOf(ErrorKind.OutcomeUnknown, () => creating);
            return;
        }

        answering.SetResult();
        Assert.Equal("abc", (await creating).Id);
    }

    [Theory]
    [InlineData("90", 90)]
    [InlineData("90s", 90)]
    [InlineData(" 5M ", 300)]
    [InlineData("1h30m45s", 5445)]
    [InlineData("2h", 7200)]
    [InlineData("1m30", 90)]
    public void A_limit_is_read_in_every_form(string text, int seconds) => Assert.Equal(TimeSpan.FromSeconds(seconds), RunTime.ParseLimit(text));

    [Theory]
    [InlineData("")]
    [InlineData("soon")]
    [InlineData("4")]
    [InlineData("-90")]
    [InlineData("1.5m")]
    [InlineData("5m1h")]
    [InlineData("25h")]
    [InlineData("99999999999s")]
    public async Task A_limit_that_is_none_says_what_is_allowed(string text)
    {
        ReplicateException fault = await Bench.FaultOf(ErrorKind.InvalidInput, () => Task.FromResult(RunTime.ParseLimit(text)));
        Assert.Contains("1h30m45s", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_list_is_filtered_by_Replicate()
    {
        StubTransport stub = new StubTransport().Then(200, "{\"results\":[]}");
        ReplicateClient client = Bench.Client(stub, new TestClock());
        PredictionFilter filter = new()
        {
            CreatedAfter = new DateTimeOffset(2031, 1, 2, 5, 4, 5, 120, TimeSpan.FromHours(2)),
            CreatedBefore = new DateTimeOffset(2031, 2, 1, 0, 0, 0, TimeSpan.Zero),
            Source = "web",
        };
        await Bench.AllOf(client.Predictions.ListAsync(filter));
        Assert.Equal(
            "GET /v1/predictions?created_after=2031-01-02T03%3A04%3A05.12Z&created_before=2031-02-01T00%3A00%3A00Z&source=web", stub.Routes.Single());
        PredictionFilter empty = new() { CreatedAfter = filter.CreatedBefore, CreatedBefore = filter.CreatedAfter };
        await Bench.FaultOf(ErrorKind.InvalidInput, () => Bench.AllOf(client.Predictions.ListAsync(empty)));
    }
}
