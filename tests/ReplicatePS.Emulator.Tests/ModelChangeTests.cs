using System;
using System.Linq;
using System.Net.Http;
using System.Text.Json;
using System.Threading.Tasks;
using Xunit;

namespace ReplicatePS.Emulator.Tests;

public sealed class ModelChangeTests : IDisposable
{
    private readonly Account _account = new();

    public void Dispose() => _account.Dispose();

    [Fact]
    public async Task A_change_touches_what_it_names_and_nothing_else()
    {
        await _account.CreateModelAsync();
        Answer changed = await PatchAsync("""{"description":"Finds foxes.","github_url":"https://example.com/fox","weights_url":"https://example.com/w"}""");
        Answer again = await PatchAsync("""{"github_url":"","paper_url":null}""");

        Assert.Equal(200, changed.Status);
        Assert.Equal("Finds foxes.", changed.Text("description"));
        Assert.Equal("https://example.com/w", changed.Text("weights_url"));
        Assert.Equal("Finds foxes.", again.Text("description"));
        Assert.Equal(JsonValueKind.Null, again.Json.GetProperty("github_url").ValueKind);
        Assert.Equal(again.Body, (await _account.GetAsync("models/you/fox")).Body);
        Assert.Equal(again.Keys.Order(StringComparer.Ordinal), again.Keys);
    }

    [Theory]
    [InlineData("""{"visibility":"public"}""", "/visibility", "cannot be changed")]
    [InlineData("""{"hardware":"cpu"}""", "/hardware", "cannot be changed")]
    [InlineData("""{"license_url":"no address"}""", "/license_url", "valid URL")]
    [InlineData("""{"paper_url":"file:///etc/passwd"}""", "/paper_url", "valid URL")]
    [InlineData("""{"description":7}""", "/description", "valid string")]
    public async Task What_cannot_be_changed_is_pointed_at_and_nothing_is_changed(string body, string pointer, string words)
    {
        string before = (await _account.CreateModelAsync()).Body;
        Answer answer = await PatchAsync(body);

        Assert.Equal(400, answer.Status);
        JsonElement fault = Assert.Single(answer.Json.GetProperty("errors").EnumerateArray());
        Assert.Equal(pointer, fault.GetProperty("pointer").GetString());
        Assert.Contains(words, fault.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal(before, (await _account.GetAsync("models/you/fox")).Body);
    }

    [Fact]
    public async Task Models_of_others_can_be_neither_changed_nor_deleted()
    {
        Answer changed = await _account.SendAsync(HttpMethod.Patch, "models/stability-ai/sdxl", """{"description":"mine"}""");
        Answer deleted = await _account.SendAsync(HttpMethod.Delete, "models/stability-ai/sdxl");

        Assert.Equal((403, 403), (changed.Status, deleted.Status));
        Assert.Contains("not your model", deleted.Text("detail"), StringComparison.Ordinal);
        Assert.Equal(404, (await _account.SendAsync(HttpMethod.Patch, "models/you/none", "{}")).Status);
        Assert.Equal(404, (await _account.SendAsync(HttpMethod.Delete, "models/you/none")).Status);
    }

    [Fact]
    public async Task A_readme_is_plain_text_and_missing_until_it_is_written()
    {
        await _account.CreateModelAsync();
        Assert.Equal(404, (await _account.GetAsync("models/you/fox/readme")).Status);

        await PatchAsync("""{"readme":"# Fox\n\nIt <jumps> über."}""");
        Answer readme = await _account.GetAsync("models/you/fox/readme");
        Assert.Equal((200, "text/plain", "# Fox\n\nIt <jumps> über."), (readme.Status, readme.ContentType, readme.Body));
        Assert.StartsWith("# flux-schnell\n\n", (await _account.GetAsync("models/black-forest-labs/flux-schnell/readme")).Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("black-forest-labs/flux-schnell", "hidden", 2)]
    [InlineData("stability-ai/sdxl", Account.SdxlVersion, 1)]
    [InlineData("nightmareai/real-esrgan", "f121d640bd286e1fdc67f9799164c1d5be36ff74576ee11c803ae5b665dd46aa", 1)]
    public async Task Examples_are_whole_predictions_whose_files_can_be_fetched(string model, string version, int count)
    {
        JsonElement page = (await _account.GetAsync($"models/{model}/examples")).Json;
        JsonElement shown = (await _account.GetAsync("models/" + model)).Json.GetProperty("default_example");
        JsonElement[] examples = page.GetProperty("results").EnumerateArray().ToArray();

        Assert.Equal(count, examples.Length);
        Assert.Equal(shown.GetRawText(), examples[^1].GetRawText());
        Assert.All(examples, example => Assert.Equal("succeeded", example.GetProperty("status").GetString()));
        Assert.Equal(version, shown.GetProperty("version").GetString());
        Assert.Equal("web", shown.GetProperty("source").GetString());
        Assert.False(shown.GetProperty("data_removed").GetBoolean());
        JsonElement output = shown.GetProperty("output");
        string url = (output.ValueKind == JsonValueKind.Array ? output[0] : output).GetString()!;
        Assert.True(PngFile.Read(await _account.Http.GetByteArrayAsync(url)).Size.Width > 0);
    }

    [Fact]
    public async Task Examples_belong_to_others_and_a_new_model_has_none()
    {
        await _account.CreateModelAsync();
        JsonElement example = (await _account.GetAsync("models/emulator/echo")).Json.GetProperty("default_example");

        Assert.Equal(404, (await _account.GetAsync("predictions/" + example.GetProperty("id").GetString())).Status);
        Assert.Equal("""{"previous":null,"next":null,"results":[]}""", (await _account.GetAsync("models/you/fox/examples")).Body);
        Assert.Empty((await _account.GetAsync("predictions")).Json.GetProperty("results").EnumerateArray());
    }

    [Fact]
    public async Task A_private_model_without_versions_can_be_deleted()
    {
        await _account.CreateModelAsync();
        Answer deleted = await _account.SendAsync(HttpMethod.Delete, "models/you/fox");

        Assert.Equal((204, ""), (deleted.Status, deleted.Body));
        Assert.Equal(404, (await _account.GetAsync("models/you/fox")).Status);
        Assert.Equal(201, (await _account.CreateModelAsync()).Status);
    }

    [Fact]
    public async Task A_public_model_is_not_deleted()
    {
        await _account.PostAsync("models", """{"owner":"you","name":"fox","visibility":"public","hardware":"cpu"}""");
        Answer refused = await _account.SendAsync(HttpMethod.Delete, "models/you/fox");

        Assert.Equal(400, refused.Status);
        Assert.Contains("is public", refused.Text("detail"), StringComparison.Ordinal);
    }

    private Task<Answer> PatchAsync(string json) => _account.SendAsync(HttpMethod.Patch, "models/you/fox", json);
}
