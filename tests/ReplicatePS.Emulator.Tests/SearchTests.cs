using System;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using Xunit;

namespace ReplicatePS.Emulator.Tests;

public sealed class SearchTests : IDisposable
{
    private readonly Account _account = new(options => options.RequireToken = true);

    public void Dispose() => _account.Dispose();

    [Fact]
    public async Task It_needs_no_token_and_finds_models_collections_and_pages()
    {
        Answer answer = await _account.GetAsync("search?query=speech%20signature%20text");
        JsonElement best = answer.Json.GetProperty("models")[0];

        Assert.Equal(200, answer.Status);
        Assert.Equal(new[] { "query", "models", "collections", "pages" }, answer.Keys);
        Assert.Equal("kokoro-82m", best.GetProperty("model").GetProperty("name").GetString());
        Assert.Equal(new[] { "generated_description", "tags", "score" }, best.GetProperty("metadata").EnumerateObject().Select(m => m.Name));
        Assert.Contains("text-to-speech", best.GetProperty("metadata").GetProperty("tags").EnumerateArray().Select(tag => tag.GetString()));
        Assert.Contains("text-to-speech", answer.Json.GetProperty("collections").EnumerateArray().Select(c => c.GetProperty("slug").GetString()));
        Assert.Contains("/docs/topics/webhooks", answer.Json.GetProperty("pages").EnumerateArray().Select(p => p.GetProperty("href").GetString()));
        Assert.Equal(401, (await _account.GetAsync("models")).Status);
    }

    [Fact]
    public async Task The_best_comes_first_and_the_limit_is_kept()
    {
        JsonElement all = (await _account.GetAsync("search?query=stability-ai/sdxl%20image")).Json.GetProperty("models");
        JsonElement two = (await _account.GetAsync("search?query=image&limit=2")).Json.GetProperty("models");
        double[] scores = all.EnumerateArray().Select(m => m.GetProperty("metadata").GetProperty("score").GetDouble()).ToArray();

        Assert.Equal("sdxl", all[0].GetProperty("model").GetProperty("name").GetString());
        Assert.Equal(scores.OrderDescending(), scores);
        Assert.Equal(2, two.GetArrayLength());
    }

    [Theory]
    [InlineData("0")]
    [InlineData("51")]
    [InlineData("-1")]
    [InlineData("many")]
    public async Task A_limit_is_from_1_to_50(string limit)
    {
        Answer answer = await _account.GetAsync("search?query=image&limit=" + limit);

        Assert.Equal(400, answer.Status);
        Assert.Contains("limit", answer.Text("detail"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("search")]
    [InlineData("search?query=")]
    [InlineData("search?limit=3&query=%20")]
    public async Task A_search_for_nothing_is_refused(string path)
    {
        Answer answer = await _account.GetAsync(path);

        Assert.Equal((400, """{"detail":"Query parameter \"query\" is required"}"""), (answer.Status, answer.Body));
    }
}
