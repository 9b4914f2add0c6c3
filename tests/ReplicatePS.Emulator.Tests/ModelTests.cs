using System;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using Xunit;

namespace ReplicatePS.Emulator.Tests;

public sealed class ModelTests : IDisposable
{
    private readonly Account _account = new();

    public void Dispose() => _account.Dispose();

    [Fact]
    public async Task A_new_model_has_no_version()
    {
        Answer answer = await _account.CreateModelAsync("fox.v-1_a");

        Assert.Equal(201, answer.Status);
        Assert.Equal(JsonValueKind.Null, answer.Json.GetProperty("latest_version").ValueKind);
        Assert.Equal(answer.Keys.Order(StringComparer.Ordinal), answer.Keys);
        Assert.Equal(answer.Body, (await _account.GetAsync("models/you/fox.v-1_a")).Body);
        Assert.Equal("""{"previous":null,"next":null,"results":[]}""", (await _account.GetAsync("models/you/fox.v-1_a/versions")).Body);
    }

    [Theory]
    [InlineData("""{"owner":"you","name":"a","visibility":"private","hardware":"gpu-9000"}""", 400, "/hardware")]
    [InlineData("""{"owner":"you","name":"A b","visibility":"private","hardware":"cpu"}""", 400, "/name")]
    [InlineData("""{"owner":"you","name":"a","visibility":"secret","hardware":"cpu"}""", 400, "/visibility")]
    [InlineData("""{"owner":"you","visibility":"private","hardware":"cpu"}""", 400, "/name")]
    public async Task What_is_wrong_is_pointed_at(string body, int status, string pointer)
    {
        Answer answer = await _account.PostAsync("models", body);

        Assert.Equal(status, answer.Status);
        Assert.Equal("Validation failed", answer.Text("title"));
        Assert.Equal(pointer, Assert.Single(answer.Json.GetProperty("errors").EnumerateArray()).GetProperty("pointer").GetString());
        Assert.Contains($"- {pointer[1..]}: ", answer.Text("detail"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_can_be_taken_once_and_by_its_owner_only()
    {
        await _account.CreateModelAsync("one");

        Assert.Equal(409, (await _account.CreateModelAsync("one")).Status);
        Assert.Equal(403, (await _account.PostAsync("models", """{"owner":"me","name":"a","visibility":"private","hardware":"cpu"}""")).Status);
    }

    [Theory]
    [InlineData("ostris/flux-dev-lora-trainer", true, false)]
    [InlineData("black-forest-labs/flux-schnell", false, true)]
    [InlineData("nightmareai/real-esrgan", false, false)]
    [InlineData("meta/meta-llama-3-8b-instruct", false, true)]
    [InlineData("jaaari/kokoro-82m", false, false)]
    [InlineData("stability-ai/sdxl", true, false)]
    [InlineData("lucataco/flux-dev-lora", false, false)]
    [InlineData("emulator/always-fails", false, true)]
    [InlineData("emulator/slow", false, true)]
    [InlineData("emulator/echo", false, true)]
    [InlineData("emulator/bytes", false, true)]
    public async Task The_catalogue_has_models_with_whole_schemas(string name, bool isTrainable, bool isOfficial)
    {
        JsonElement model = (await _account.GetAsync("models/" + name)).Json;
        JsonElement version = model.GetProperty("latest_version");
        JsonElement schemas = version.GetProperty("openapi_schema").GetProperty("components").GetProperty("schemas");

        Assert.Matches("^[0-9a-f]{64}$", version.GetProperty("id").GetString());
        Assert.Equal(isOfficial, model.GetProperty("is_official").GetBoolean());
        Assert.Equal(isTrainable, schemas.TryGetProperty("TrainingInput", out _));
        Assert.True(schemas.TryGetProperty("Output", out _));
        foreach (JsonProperty property in schemas.GetProperty("Input").GetProperty("properties").EnumerateObject())
        {
            Assert.True(property.Value.TryGetProperty("x-order", out _));
            Assert.False(string.IsNullOrEmpty(property.Value.GetProperty("description").GetString()));
            if (property.Value.TryGetProperty("allOf", out JsonElement reference))
            {
                string target = reference[0].GetProperty("$ref").GetString()!.Split('/')[^1];
                Assert.True(schemas.GetProperty(target).GetProperty("enum").GetArrayLength() > 1);
            }
        }
    }

    [Fact]
    public async Task A_version_is_found_under_its_own_model_only()
    {
        Assert.Equal(200, (await _account.GetAsync($"models/stability-ai/sdxl/versions/{Account.SdxlVersion}")).Status);
        Assert.Equal(404, (await _account.GetAsync($"models/lucataco/flux-dev-lora/versions/{Account.SdxlVersion}")).Status);
        Assert.Equal(404, (await _account.GetAsync("models/nobody/nothing/versions")).Status);
    }

    [Fact]
    public async Task Hardware_is_a_bare_array_and_account_says_who_one_is()
    {
        JsonElement hardware = (await _account.GetAsync("hardware")).Json;

        Assert.Contains("gpu-a100-large-2x", hardware.EnumerateArray().Select(h => h.GetProperty("sku").GetString()));
        Assert.Equal("you", (await _account.GetAsync("account")).Text("username"));
    }
}
