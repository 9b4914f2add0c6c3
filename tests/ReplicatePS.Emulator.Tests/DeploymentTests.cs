using System;
using System.Net.Http;
using System.Text.Json;
using System.Threading.Tasks;
using Xunit;

namespace ReplicatePS.Emulator.Tests;

public sealed class DeploymentTests : IDisposable
{
    private readonly Account _account = new();

    public void Dispose() => _account.Dispose();

    [Fact]
    public async Task Every_change_is_a_new_release()
    {
        Answer created = await CreateAsync();
        _account.Step(60);
        Answer changed = await _account.SendAsync(HttpMethod.Patch, "deployments/you/prod", """{"max_instances":7}""");

        Assert.Equal(201, created.Status);
        Assert.Equal(1, ReleaseOf(created).GetProperty("number").GetInt32());
        Assert.Equal(200, changed.Status);
        Assert.Equal(2, ReleaseOf(changed).GetProperty("number").GetInt32());
        Assert.Equal(
            """{"hardware":"gpu-t4","min_instances":0,"max_instances":7}""",
            ReleaseOf(changed).GetProperty("configuration").GetRawText());
        Assert.Equal(changed.Body, (await _account.GetAsync("deployments/you/prod")).Body);
        Assert.Equal(1, (await _account.GetAsync("deployments")).Json.GetProperty("results").GetArrayLength());
    }

    [Theory]
    [InlineData("gpu-t4", 6, 20, "min_instances")]
    [InlineData("gpu-t4", 0, 21, "max_instances")]
    [InlineData("gpu-t4", -1, 2, "min_instances")]
    [InlineData("gpu-t4", 3, 2, "min_instances")]
    [InlineData("gpu-x", 0, 2, "hardware")]
    public async Task What_is_out_of_bounds_is_refused(string hardware, int min, int max, string field)
    {
        Answer answer = await CreateAsync(hardware: hardware, min: min, max: max);

        Assert.Equal(400, answer.Status);
        Assert.Contains($"- {field}: ", answer.Text("detail"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_version_must_be_of_the_model()
    {
        Answer answer = await CreateAsync(version: Account.TrainerVersion);

        Assert.Equal("/version", answer.Json.GetProperty("errors")[0].GetProperty("pointer").GetString());
    }

    [Fact]
    public async Task A_name_can_be_taken_once()
    {
        await CreateAsync();

        Assert.Equal(409, (await CreateAsync()).Status);
    }

    [Fact]
    public async Task It_can_be_deleted_once_it_is_offline_and_idle_for_15_minutes()
    {
        await CreateAsync(min: 1);
        Assert.Equal(400, (await DeleteAsync()).Status);

        await _account.SendAsync(HttpMethod.Patch, "deployments/you/prod", """{"min_instances":0}""");
        await _account.PostAsync("deployments/you/prod/predictions", """{"input":{}}""");
        _account.Step(14 * 60);
        Answer refused = await DeleteAsync();
        Assert.Equal(400, refused.Status);
        Assert.Contains("15 minutes", refused.Text("detail"), StringComparison.Ordinal);

        _account.Step(60);
        Assert.Equal(204, (await DeleteAsync()).Status);
        Answer gone = await _account.GetAsync("deployments/you/prod");
        Assert.Equal((404, "No Deployment matches the given query."), (gone.Status, gone.Text("detail")));
    }

    private static JsonElement ReleaseOf(Answer answer) => answer.Json.GetProperty("current_release");

    private Task<Answer> DeleteAsync() => _account.SendAsync(HttpMethod.Delete, "deployments/you/prod");

    private Task<Answer> CreateAsync(string hardware = "gpu-t4", int min = 0, int max = 3, string version = Account.SdxlVersion) => _account.PostAsync(
        "deployments",
        $$"""{"name":"prod","model":"stability-ai/sdxl","version":"{{version}}","hardware":"{{hardware}}","min_instances":{{min}},"max_instances":{{max}}}""");
}
