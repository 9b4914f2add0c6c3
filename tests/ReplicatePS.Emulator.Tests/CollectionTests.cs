using System;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using Xunit;

namespace ReplicatePS.Emulator.Tests;

public sealed class CollectionTests : IDisposable
{
    private readonly Account _account = new();

    public void Dispose() => _account.Dispose();

    [Fact]
    public async Task Collections_come_in_one_page_with_their_names_only()
    {
        Answer page = await _account.GetAsync("collections");
        JsonElement[] collections = page.Json.GetProperty("results").EnumerateArray().ToArray();

        Assert.Equal(JsonValueKind.Null, page.Json.GetProperty("next").ValueKind);
        Assert.Contains("text-to-image", collections.Select(c => c.GetProperty("slug").GetString()));
        Assert.All(collections, c => Assert.Equal(new[] { "name", "slug", "description" }, c.EnumerateObject().Select(member => member.Name)));
    }

    [Fact]
    public async Task Every_collection_carries_whole_models()
    {
        foreach (JsonElement listed in (await _account.GetAsync("collections")).Json.GetProperty("results").EnumerateArray())
        {
            Answer collection = await _account.GetAsync("collections/" + listed.GetProperty("slug").GetString());
            Assert.Equal(new[] { "name", "slug", "description", "full_description", "models" }, collection.Keys);
            JsonElement[] models = collection.Json.GetProperty("models").EnumerateArray().ToArray();
            Assert.NotEmpty(models);
            foreach (JsonElement model in models)
            {
                string path = $"models/{model.GetProperty("owner").GetString()}/{model.GetProperty("name").GetString()}";
                Assert.Equal((await _account.GetAsync(path)).Body, model.GetRawText());
            }
        }
    }

    [Fact]
    public async Task A_collection_that_does_not_exist_is_not_found() =>
        Assert.Equal(404, (await _account.GetAsync("collections/nothing")).Status);
}
