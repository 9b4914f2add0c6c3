using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using System.Text;
using System.Text.Json;
using System.Threading.Tasks;
using Xunit;

namespace ReplicatePS.Emulator.Tests;

public sealed class ModelListTests : IDisposable
{
    private static readonly HttpMethod Query = new("QUERY");

    private readonly Account _account = new();

    public void Dispose() => _account.Dispose();

    [Theory]
    [InlineData("models")]
    [InlineData("models?sort_direction=asc")]
    [InlineData("models?sort_by=model_created_at")]
    [InlineData("models?sort_by=model_created_at&sort_direction=asc")]
    public async Task Models_come_in_pages_of_25_and_none_is_missed_though_many_are_as_old_as_each_other(string path)
    {
        _account.Emulator.SeedModels(60);
        List<Answer> pages = await PagesAsync(path);
        string[] names = pages.SelectMany(NamesOf).ToArray();
        string[] times = pages.SelectMany(TimesOf).ToArray();

        Assert.Equal(new[] { 25, 25, 21 }, pages.Select(page => NamesOf(page).Length));
        Assert.Equal(71, names.Distinct().Count());
        Assert.Equal(path.EndsWith("asc", StringComparison.Ordinal) ? times.Order(StringComparer.Ordinal) : times.OrderDescending(StringComparer.Ordinal), times);
    }

    [Fact]
    public async Task The_way_back_through_models_leads_to_the_page_before()
    {
        _account.Emulator.SeedModels(60);
        List<Answer> pages = await PagesAsync("models?sort_direction=asc");
        Answer back = await _account.GetAsync(pages[2].Text("previous"));
        Answer first = await _account.GetAsync(back.Text("previous"));

        Assert.Equal(NamesOf(pages[1]), NamesOf(back));
        Assert.Equal(NamesOf(pages[0]), NamesOf(first));
        Assert.Contains("sort_direction=asc", pages[0].Text("next"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_new_version_moves_a_model_to_the_front_and_private_models_are_not_listed()
    {
        await _account.CreateModelAsync("hidden");
        await _account.PostAsync("models", """{"owner":"you","name":"shown","visibility":"public","hardware":"cpu"}""");

        Answer page = await _account.GetAsync("models");
        Assert.Equal("you/shown", NamesOf(page)[0]);
        Assert.DoesNotContain("you/hidden", NamesOf(page));
    }

    [Theory]
    [InlineData("models?sort_by=run_count", "sort_by")]
    [InlineData("models?sort_direction=up", "sort_direction")]
    public async Task An_order_that_is_none_is_refused_with_what_there_is(string path, string name)
    {
        Answer answer = await _account.GetAsync(path);

        Assert.Equal(400, answer.Status);
        Assert.StartsWith($"The {name} is ", answer.Text("detail"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("upscaler")]
    [InlineData("\"upscaler\"")]
    [InlineData("  real-esrgan\n")]
    [InlineData("\"Enlarges\\u0020pictures\"")]
    public async Task The_method_QUERY_searches_by_bare_or_quoted_text(string text)
    {
        Answer answer = await QueryAsync(text);

        Assert.Equal(200, answer.Status);
        Assert.Equal(new[] { "previous", "next", "results" }, answer.Keys);
        Assert.Equal(JsonValueKind.Null, answer.Json.GetProperty("next").ValueKind);
        Assert.Equal("nightmareai/real-esrgan", NamesOf(answer)[0]);
        Assert.False(answer.Json.GetProperty("results")[0].TryGetProperty("weights_url", out _));
    }

    [Fact]
    public async Task A_search_for_nothing_is_refused_and_one_without_a_match_is_empty()
    {
        Assert.Equal(400, (await QueryAsync(" ")).Status);
        Assert.Equal("""{"previous":null,"next":null,"results":[]}""", (await QueryAsync("zzzz")).Body);
    }

    [Fact]
    public async Task A_search_lists_at_most_25_models()
    {
        _account.Emulator.SeedModels(60);

        Assert.Equal(25, NamesOf(await QueryAsync("seeded")).Length);
    }

    private static string[] NamesOf(Answer page) => page.Json.GetProperty("results").EnumerateArray()
        .Select(model => model.GetProperty("owner").GetString() + "/" + model.GetProperty("name").GetString())
        .ToArray();

    private static string[] TimesOf(Answer page) => page.Json.GetProperty("results").EnumerateArray()
        .Select(model => model.GetProperty("created_at").GetString()!)
        .ToArray();

    private async Task<List<Answer>> PagesAsync(string? next)
    {
        var pages = new List<Answer>();
        while (next is not null)
        {
            pages.Add(await _account.GetAsync(next));
            next = pages[^1].Json.GetProperty("next").GetString();
        }

        return pages;
    }

    private async Task<Answer> QueryAsync(string text)
    {
        using var request = new HttpRequestMessage(Query, "models") { Content = new StringContent(text, Encoding.UTF8, "text/plain") };
        using HttpResponseMessage response = await _account.Http.SendAsync(request);
        return await Answer.OfAsync(response);
    }
}
