using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;

namespace ReplicatePS.Core.Tests;

public class RouteTests
{
    private const string Version = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
    private const string Run = "{\"id\":\"abc\",\"status\":\"starting\"}";

    [Fact]
    public async Task A_pinned_model_runs_by_its_version()
    {
        StubTransport stub = new StubTransport().Then(201, Run);
        await Client(stub).Predictions.CreateAsync(new ModelReference("acme", "sketcher", Version), Bench.Prompt());
        Assert.Equal("POST /v1/predictions", stub.Routes.Single());
        Assert.Equal(new[] { "version", "input" }, Members(stub.Seen[0]));
        Assert.Equal(Version, stub.Seen[0].Json.GetProperty("version").GetString());
    }

    [Fact]
    public async Task An_official_model_runs_by_its_name()
    {
        StubTransport stub = new StubTransport().Then(201, Run);
        await Client(stub).Predictions.CreateAsync(new ModelReference("acme", "sketcher"), Bench.Prompt("größer"));
        Assert.Equal("POST /v1/models/acme/sketcher/predictions", stub.Routes.Single());
        Assert.Equal("{\"input\":{\"prompt\":\"größer\"}}", stub.Seen[0].Body);
    }

    [Fact]
    public async Task A_community_model_runs_by_its_newest_version_which_is_looked_up_once()
    {
        StubTransport stub = new StubTransport()
            .Then(404, "{\"detail\":\"The requested resource could not be found.\",\"status\":404}")
            .Then(200, $"{{\"owner\":\"bob\",\"name\":\"it\",\"latest_version\":{{\"id\":\"{Version}\"}}}}")
            .Then(201, Run);
        ReplicateClient client = Client(stub);
        for (int i = 0; i < 3; i++)
        {
            await client.Predictions.CreateAsync(new ModelReference("bob", "it"), Bench.Prompt());
        }

        Assert.Equal(
            new[] { "POST /v1/models/bob/it/predictions", "GET /v1/models/bob/it", "POST /v1/predictions", "POST /v1/predictions", "POST /v1/predictions" },
            stub.Routes);
    }

    [Fact]
    public async Task A_version_that_was_pushed_meanwhile_is_found_after_a_minute()
    {
        using TestClock clock = new();
        StubTransport stub = new StubTransport()
            .Then(404, "{}").Then(200, "{\"latest_version\":{\"id\":\"old\"}}").Then(201, Run)
            .Then(404, "{}").Then(200, "{\"latest_version\":{\"id\":\"new\"}}").Then(201, Run);
        ReplicateClient client = Bench.Client(stub, clock);
        await client.Predictions.CreateAsync(new ModelReference("bob", "it"), Bench.Prompt());
        clock.Advance(TimeSpan.FromSeconds(61));
        await client.Predictions.CreateAsync(new ModelReference("bob", "it"), Bench.Prompt());
        Assert.Equal("new", stub.Seen[^1].Json.GetProperty("version").GetString());
    }

    [Fact]
    public async Task A_model_without_a_version_says_so()
    {
        StubTransport stub = new StubTransport().Then(404, "{}").Then(200, "{\"latest_version\":null}");
        ReplicateException fault = await Bench.FaultOf(
            ErrorKind.NotFound, () => Client(stub).Predictions.CreateAsync(new ModelReference("bob", "it"), Bench.Prompt()));
        Assert.Contains("bob/it has no version", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_deployment_runs_by_its_name()
    {
        StubTransport stub = new StubTransport().Then(201, Run);
        await Client(stub).Predictions.CreateAsync(new DeploymentReference("acme", "prod"), Bench.Prompt());
        Assert.Equal("POST /v1/deployments/acme/prod/predictions", stub.Routes.Single());
        Assert.Equal(new[] { "input" }, Members(stub.Seen[0]));
    }

    [Fact]
    public async Task A_training_has_its_version_in_the_path_only_and_just_the_members_of_its_contract()
    {
        StubTransport stub = new StubTransport().Then(201, Run);
        NewTraining bare = new() { Trainer = ModelReference.Parse("acme/trainer:" + Version), Destination = new("alice", "mine"), Input = Bench.Json("{}") };
        await Client(stub).Trainings.CreateAsync(bare);
        await Client(stub).Trainings.CreateAsync(new NewTraining
        {
            Trainer = bare.Trainer,
            Destination = bare.Destination,
            Input = Bench.Json("{\"steps\":1e3,\"big\":12345678901234567890}"),
            Webhook = new Uri("https://example.com/hook?id=1"),
            WebhookEvents = new[] { WebhookEvent.Completed, WebhookEvent.Start, WebhookEvent.Completed },
        });
        Assert.All(stub.Routes, route => Assert.Equal($"POST /v1/models/acme/trainer/versions/{Version}/trainings", route));
        Assert.Equal("{\"destination\":\"alice/mine\",\"input\":{}}", stub.Seen[0].Body);
        Assert.Equal(
            "{\"destination\":\"alice/mine\",\"input\":{\"steps\":1e3,\"big\":12345678901234567890},"
            + "\"webhook\":\"https://example.com/hook?id=1\",\"webhook_events_filter\":[\"completed\",\"start\"]}",
            stub.Seen[1].Body);
    }

    [Fact]
    public async Task A_trainer_without_a_version_is_refused_before_any_request()
    {
        StubTransport stub = new StubTransport().Then(201, Run);
        await Bench.FaultOf(ErrorKind.InvalidInput, () => Client(stub).Trainings.CreateAsync(
            new NewTraining { Trainer = new("acme", "trainer"), Destination = new("alice", "mine"), Input = Bench.Json("{}") }));
        Assert.Empty(stub.Seen);
    }

    [Fact]
    public async Task A_missing_destination_is_named()
    {
        StubTransport stub = new StubTransport().Then(404, "{\"detail\":\"The specified training destination does not exist\",\"status\":404}");
        ReplicateException fault = await Bench.FaultOf(ErrorKind.NotFound, () => Client(stub).Trainings.CreateAsync(
            new NewTraining { Trainer = new("acme", "trainer", Version), Destination = new("alice", "mine"), Input = Bench.Json("{}") }));
        Assert.Contains("alice/mine", fault.Message, StringComparison.Ordinal);
        Assert.True(TrainingsApi.IsMissingDestination(fault));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("\"text\"")]
    [InlineData("7")]
    [InlineData("null")]
    public async Task An_input_that_is_no_object_is_refused(string input)
    {
        StubTransport stub = new StubTransport().Then(201, Run);
        await Bench.FaultOf(ErrorKind.InvalidInput, () => Client(stub).Predictions.CreateByVersionAsync("v", new NewPrediction { Input = Bench.Json(input) }));
        Assert.Empty(stub.Seen);
    }

    [Theory]
    [InlineData("http://example.com/hook", false)]
    [InlineData("http://localhost:8080/hook", false)]
    [InlineData("ftp://example.com/hook", false)]
    [InlineData("/hook", false)]
    [InlineData(null, true)]
    public async Task A_webhook_is_https_and_its_events_need_it(string? webhook, bool hasEvents)
    {
        StubTransport stub = new StubTransport().Then(201, Run);
        await Bench.FaultOf(ErrorKind.InvalidInput, () => Client(stub).Predictions.CreateByVersionAsync("v", new NewPrediction
        {
            Input = Bench.Json("{}"),
            Webhook = webhook is null ? null : new Uri(webhook, UriKind.RelativeOrAbsolute),
            WebhookEvents = hasEvents ? new[] { WebhookEvent.Start } : Array.Empty<WebhookEvent>(),
        }));
        Assert.Empty(stub.Seen);
    }

    [Theory]
    [InlineData("http://localhost:8080/hook", true)]
    [InlineData("http://127.0.0.1/hook", true)]
    [InlineData("https://example.com/hook", true)]
    [InlineData("http://example.com/hook", false)]
    [InlineData("file:///hook", false)]
    public async Task An_emulator_calls_this_machine_without_https(string webhook, bool isCalled)
    {
        StubTransport stub = new StubTransport().Then(201, Run);
        ReplicateClient client = Bench.Client(stub, TimeProvider.System, new Uri("http://127.0.0.1:5005"));
        Task<Prediction> Create() => client.Predictions.CreateByVersionAsync("v", new NewPrediction { Input = Bench.Json("{}"), Webhook = new Uri(webhook) });
        if (isCalled)
        {
            await Create();
            Assert.Equal(webhook, stub.Seen[0].Json.GetProperty("webhook").GetString());
            return;
        }

        await Bench.FaultOf(ErrorKind.InvalidInput, Create);
        Assert.Empty(stub.Seen);
    }

    [Fact]
    public async Task A_deployment_is_created_with_all_that_it_needs()
    {
        StubTransport stub = new StubTransport().Then(201, "{\"owner\":\"alice\",\"name\":\"prod\",\"current_release\":{\"number\":1,\"configuration\":{\"min_instances\":0}}}");
        Deployment made = await Client(stub).Deployments.CreateAsync(
            "prod", new ModelReference("acme", "sketcher", Version), new DeploymentSettings { Hardware = "cpu", MinInstances = 0, MaxInstances = 3 });
        Assert.Equal(new[] { "name", "model", "version", "hardware", "min_instances", "max_instances" }, Members(stub.Seen[0]));
        Assert.Equal(("alice/prod", 1L, 0L), (made.FullName, made.ReleaseNumber, made.MinInstances));
    }

    [Theory]
    [InlineData(-1, 1)]
    [InlineData(6, 10)]
    [InlineData(0, 21)]
    [InlineData(0, -1)]
    [InlineData(3, 2)]
    [InlineData(null, 2)]
    [InlineData(1, null)]
    public async Task Bounds_that_no_deployment_can_have_are_refused(int? minimum, int? maximum)
    {
        StubTransport stub = new StubTransport().Then(201, "{}");
        await Bench.FaultOf(ErrorKind.InvalidInput, () => Client(stub).Deployments.CreateAsync(
            "prod", new ModelReference("acme", "sketcher", Version), new DeploymentSettings { Hardware = "cpu", MinInstances = minimum, MaxInstances = maximum }));
        Assert.Empty(stub.Seen);
    }

    [Fact]
    public async Task A_deployment_is_changed_in_what_was_given_alone()
    {
        StubTransport stub = new StubTransport().Then(200, "{}");
        DeploymentReference prod = DeploymentReference.Parse("alice/prod");
        await Client(stub).Deployments.UpdateAsync(prod, new DeploymentSettings { MaxInstances = 0 });
        Assert.Equal("PATCH /v1/deployments/alice/prod", stub.Routes.Single());
        Assert.Equal("{\"max_instances\":0}", stub.Seen[0].Body);
        await Bench.FaultOf(ErrorKind.InvalidInput, () => Client(stub).Deployments.UpdateAsync(prod, new DeploymentSettings()));
    }

    [Fact]
    public async Task A_cancel_is_a_post_without_a_body()
    {
        StubTransport stub = new StubTransport().Then(200, "{\"id\":\"abc\",\"status\":\"canceled\"}");
        Assert.True((await Client(stub).Predictions.CancelAsync("abc")).HasEnded);
        Assert.Equal(("POST /v1/predictions/abc/cancel", string.Empty), (stub.Routes.Single(), stub.Seen[0].Body));
    }

    private static ReplicateClient Client(StubTransport stub) => Bench.Client(stub, TimeProvider.System);

    private static IEnumerable<string> Members(SeenRequest request) => request.Json.EnumerateObject().Select(member => member.Name);
}
