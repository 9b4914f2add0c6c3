using System;
using System.Net.Http;
using System.Threading.Tasks;
using Xunit;

namespace ReplicatePS.Emulator.Tests;

public sealed class VersionDeleteTests : IDisposable
{
    private readonly Account _account = new();

    public void Dispose() => _account.Dispose();

    [Fact]
    public async Task A_deletion_is_accepted_at_once_and_done_after_a_minute_with_all_predictions_and_files()
    {
        string version = await PushAsync();
        await _account.PredictAsync("emulator/echo", """{"text":"stays"}""");
        string id = await _account.PredictAsync(version, """{"prompt":"a TOK"}""");
        _account.Step(10);
        string file = (await _account.GetAsync("predictions/" + id)).Json.GetProperty("output")[0].GetString()!;

        Answer accepted = await DeleteAsync(version);
        Assert.Equal((202, ""), (accepted.Status, accepted.Body));
        Assert.Equal(200, (await _account.GetAsync("models/you/fox/versions/" + version)).Status);
        Assert.Equal(200, (await _account.GetAsync("predictions/" + id)).Status);

        _account.Step(60);
        Assert.Equal(404, (await _account.GetAsync("models/you/fox/versions/" + version)).Status);
        Assert.Equal(422, (await _account.PostAsync("predictions", $$"""{"version":"{{version}}","input":{"prompt":"x"} }""")).Status);
        Assert.Equal(404, (await _account.GetAsync("predictions/" + id)).Status);
        Assert.Equal(404, (await _account.GetAsync(file)).Status);
        Assert.Equal(404, (await DeleteAsync(version)).Status);
        Assert.Equal(1, (await _account.GetAsync("predictions")).Json.GetProperty("results").GetArrayLength());
    }

    [Fact]
    public async Task A_model_can_be_deleted_once_its_versions_are_gone()
    {
        await _account.TrainOnAsync(Account.Zip("a.png"));
        Assert.Equal(400, (await DeleteModelAsync()).Status);
        _account.Step(60);
        string version = await LatestAsync();
        Answer refused = await DeleteModelAsync();
        Assert.Equal(400, refused.Status);
        Assert.Contains("has versions", refused.Text("detail"), StringComparison.Ordinal);

        await DeleteAsync(version);
        Assert.Equal(400, (await DeleteModelAsync()).Status);
        _account.Step(60);
        Assert.Equal(204, (await DeleteModelAsync()).Status);
    }

    [Fact]
    public async Task A_version_in_a_deployment_is_not_deleted()
    {
        string version = await PushAsync();
        await _account.PostAsync(
            "deployments",
            $$"""{"name":"d","model":"you/fox","version":"{{version}}","hardware":"cpu","min_instances":0,"max_instances":1}""");
        Answer refused = await DeleteAsync(version);

        Assert.Equal(400, refused.Status);
        Assert.Contains("you/d", refused.Text("detail"), StringComparison.Ordinal);
        await _account.SendAsync(HttpMethod.Delete, "deployments/you/d");
        Assert.Equal(202, (await DeleteAsync(version)).Status);
    }

    [Fact]
    public async Task Versions_of_others_and_unknown_ones_are_not_deleted()
    {
        Assert.Equal(403, (await _account.SendAsync(HttpMethod.Delete, "models/stability-ai/sdxl/versions/" + Account.SdxlVersion)).Status);
        Assert.Equal(404, (await _account.SendAsync(HttpMethod.Delete, "models/stability-ai/sdxl/versions/0")).Status);
        Assert.Equal(404, (await _account.SendAsync(HttpMethod.Delete, "models/you/fox/versions/" + Account.SdxlVersion)).Status);
    }

    private async Task<string> PushAsync()
    {
        await _account.TrainOnAsync(Account.Zip("a.png"));
        _account.Step(60);
        return await LatestAsync();
    }

    private async Task<string> LatestAsync() =>
        (await _account.GetAsync("models/you/fox")).Json.GetProperty("latest_version").GetProperty("id").GetString()!;

    private Task<Answer> DeleteAsync(string version) => _account.SendAsync(HttpMethod.Delete, "models/you/fox/versions/" + version);

    private Task<Answer> DeleteModelAsync() => _account.SendAsync(HttpMethod.Delete, "models/you/fox");
}
