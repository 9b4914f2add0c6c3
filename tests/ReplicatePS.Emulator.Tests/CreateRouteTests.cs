using System;
using System.Text.Json;
using System.Threading.Tasks;
using Xunit;

namespace ReplicatePS.Emulator.Tests;

/// <summary>What the three ways to create a prediction have in common.</summary>
public sealed class CreateRouteTests : IDisposable
{
    private const string ByVersion = "predictions";
    private const string ByModel = "models/emulator/slow/predictions";
    private const string ByDeployment = "deployments/you/slow/predictions";

    private readonly Account _account = new();

    public void Dispose() => _account.Dispose();

    [Theory]
    [InlineData(ByVersion, "wait", "wait")]
    [InlineData(ByModel, "wait=30", "wait=30")]
    [InlineData(ByDeployment, "respond-async, wait=5; x", "wait=5")]
    public async Task A_create_can_wait_for_the_end(string route, string prefer, string applied)
    {
        Task<Answer> asked = await BeginAsync(route, """{"seconds":2,"boot_seconds":0}""", ("Prefer", prefer));
        await _account.Emulator.Clock.WhenWaitedForAsync();
        _account.Step(2);
        Answer answer = await asked;

        Assert.Equal(201, answer.Status);
        Assert.Equal("succeeded", answer.Text("status"));
        Assert.Equal("Done after 2 seconds.", answer.Text("output"));
        Assert.Equal(applied, answer.Header("preference-applied"));
    }

    [Theory]
    [InlineData(ByVersion, "wait=0", 1)]
    [InlineData(ByModel, "wait=99", 60)]
    [InlineData(ByDeployment, "wait", 60)]
    [InlineData(ByDeployment, "wait=61", 60)]
    public async Task A_wait_is_from_one_to_sixty_seconds_long(string route, string prefer, int seconds)
    {
        Task<Answer> asked = await BeginAsync(route, """{"seconds":600,"boot_seconds":0}""", ("Prefer", prefer));
        await _account.Emulator.Clock.WhenWaitedForAsync();
        _account.Step(seconds - 0.1);
        Assert.False(asked.IsCompleted);

        _account.Step(0.1);
        Answer answer = await asked;
        Assert.Equal("processing", answer.Text("status"));
        Assert.Equal(prefer, answer.Header("preference-applied"));
    }

    [Theory]
    [InlineData(ByVersion, "wait=soon")]
    [InlineData(ByModel, "waiting")]
    [InlineData(ByDeployment, "wait=-1")]
    [InlineData(ByDeployment, "wait=1.5")]
    [InlineData(ByDeployment, "wait=100000000000")]
    [InlineData(ByDeployment, "respond-async")]
    public async Task A_preference_that_is_not_understood_is_left_aside(string route, string prefer)
    {
        Answer answer = await (await BeginAsync(route, "{}", ("Prefer", prefer)));

        Assert.Equal((201, "starting"), (answer.Status, answer.Text("status")));
        Assert.Null(answer.Header("preference-applied"));
    }

    [Theory]
    [InlineData(ByVersion, "5", 5)]
    [InlineData(ByModel, "5", 5)]
    [InlineData(ByDeployment, "5", 5)]
    [InlineData(ByVersion, "90s", 90)]
    [InlineData(ByModel, "5m", 300)]
    [InlineData(ByDeployment, "1h30m45s", 5445)]
    [InlineData(ByVersion, "23h59m", 86340)]
    public async Task A_deadline_is_counted_from_the_creation(string route, string value, int seconds)
    {
        Answer answer = await (await BeginAsync(route, """{"seconds":86400,"boot_seconds":86400}""", ("Cancel-After", value)));

        TimeSpan span = answer.Json.GetProperty("deadline").GetDateTimeOffset() - answer.Json.GetProperty("created_at").GetDateTimeOffset();
        Assert.Equal(seconds, Math.Round(span.TotalSeconds));
        _account.Step(seconds);
        Assert.Equal("aborted", (await _account.GetAsync("predictions/" + answer.Text("id"))).Text("status"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("4")]
    [InlineData("4s")]
    [InlineData("0m")]
    [InlineData("-5")]
    [InlineData("5.5")]
    [InlineData("30s5m")]
    [InlineData("5 minutes")]
    [InlineData("soon")]
    [InlineData("24h1s")]
    [InlineData("99999999999")]
    public async Task A_deadline_that_is_none_is_refused_by_every_route_and_nothing_is_created(string value)
    {
        foreach (string route in new[] { ByVersion, ByModel, ByDeployment })
        {
            Answer answer = await (await BeginAsync(route, "{}", ("Cancel-After", value)));
            Assert.Equal(400, answer.Status);
            Assert.Contains("between 5s and 24h", answer.Text("detail"), StringComparison.Ordinal);
        }

        Assert.Empty((await _account.GetAsync("predictions")).Json.GetProperty("results").EnumerateArray());
    }

    /// <summary>Sends a create, whose answer may have to be waited for.</summary>
    private async Task<Task<Answer>> BeginAsync(string route, string input, params (string Name, string Value)[] headers)
    {
        JsonElement model = (await _account.GetAsync("models/emulator/slow")).Json;
        string version = model.GetProperty("latest_version").GetProperty("id").GetString()!;
        await _account.PostAsync(
            "deployments",
            $$"""{"name":"slow","model":"emulator/slow","version":"{{version}}","hardware":"cpu","min_instances":0,"max_instances":1}""");
        string target = route == ByVersion ? $"\"version\":\"{version}\"," : "";
        return _account.PostAsync(route, $$"""{{{target}}"input":{{input}}}""", headers);
    }
}
