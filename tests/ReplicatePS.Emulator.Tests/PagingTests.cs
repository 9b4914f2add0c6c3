using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using Xunit;

namespace ReplicatePS.Emulator.Tests;

public sealed class PagingTests : IDisposable
{
    private readonly Account _account = new();

    public void Dispose() => _account.Dispose();

    [Fact]
    public async Task A_list_goes_newest_first_by_pages_of_a_hundred_and_misses_none()
    {
        _account.Emulator.SeedPredictions(250);
        var sizes = new List<int>();
        var texts = new List<string>();
        string? next = "predictions";
        while (next is not null)
        {
            Answer page = await _account.GetAsync(next);
            sizes.Add(page.Json.GetProperty("results").GetArrayLength());
            texts.AddRange(TextsOf(page));
            next = page.Json.GetProperty("next").GetString();
        }

        Assert.Equal(new[] { 100, 100, 50 }, sizes);
        Assert.Equal(Enumerable.Range(0, 250).Reverse().Select(i => $"seeded {i}"), texts);
    }

    [Fact]
    public async Task A_page_stays_where_it_is_while_items_are_added()
    {
        _account.Emulator.SeedPredictions(150);
        string next = (await _account.GetAsync("predictions")).Text("next");
        _account.Emulator.SeedPredictions(30);

        Assert.Equal("seeded 49", TextsOf(await _account.GetAsync(next))[0]);
    }

    [Fact]
    public async Task The_way_back_leads_to_the_page_before()
    {
        _account.Emulator.SeedPredictions(250);
        Answer first = await _account.GetAsync("predictions");
        Answer second = await _account.GetAsync(first.Text("next"));
        Answer back = await _account.GetAsync(second.Text("previous"));

        Assert.Equal(TextsOf(first), TextsOf(back));
        Assert.StartsWith("https://api.replicate.test/v1/predictions?cursor=", first.Text("next"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_list_can_be_limited_to_a_span_of_time_and_its_links_keep_that()
    {
        _account.Emulator.SeedPredictions(120);
        _account.Step(60);
        string middle = _account.Emulator.Clock.GetUtcNow().AddSeconds(-30).ToString("O");
        _account.Emulator.SeedPredictions(130);

        Answer after = await _account.GetAsync("predictions?created_after=" + Uri.EscapeDataString(middle));
        Answer rest = await _account.GetAsync(after.Text("next"));
        Answer before = await _account.GetAsync("predictions?created_before=" + Uri.EscapeDataString(middle));

        Assert.Equal(30, TextsOf(rest).Length);
        Assert.Equal("seeded 119", TextsOf(before)[0]);
        Assert.Empty(TextsOf(await _account.GetAsync("predictions?source=web")));
    }

    [Fact]
    public async Task Those_made_on_the_web_can_be_listed_alone_for_14_days_and_keep_their_data()
    {
        _account.Emulator.SeedPredictions(1);
        _account.Emulator.SeedPredictions(2, fromWeb: true);
        _account.Step(2 * 3600);
        Answer web = await _account.GetAsync("predictions?source=web");

        Assert.Equal(new[] { "seeded 1", "seeded 0" }, TextsOf(web));
        Assert.Equal("web", web.Json.GetProperty("results")[0].GetProperty("source").GetString());
        Assert.Equal(3, (await _account.GetAsync("predictions")).Json.GetProperty("results").GetArrayLength());
        _account.Step(14 * 24 * 3600);
        Assert.Empty(TextsOf(await _account.GetAsync("predictions?source=web")));
    }

    [Theory]
    [InlineData("source=api")]
    [InlineData("created_after=yesterday")]
    [InlineData("created_before=2031-13-01")]
    public async Task A_filter_that_is_none_is_refused(string filter)
    {
        Answer answer = await _account.GetAsync("predictions?" + filter);

        Assert.Equal(400, answer.Status);
        Assert.Contains(filter.Split('=')[0], answer.Text("detail"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Links_can_be_relative()
    {
        using var account = new Account(options => options.RelativePageLinks = true);
        account.Emulator.SeedPredictions(101);

        Assert.StartsWith("/v1/predictions?cursor=", (await account.GetAsync("predictions")).Text("next"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cursor_that_is_none_is_refused() => Assert.Equal(404, (await _account.GetAsync("predictions?cursor=zzz")).Status);

    [Fact]
    public async Task Lists_leave_the_logs_out()
    {
        _account.Emulator.SeedPredictions(1);
        JsonElement item = (await _account.GetAsync("predictions")).Json.GetProperty("results")[0];

        Assert.False(item.TryGetProperty("logs", out _));
        Assert.Equal("succeeded", item.GetProperty("status").GetString());
    }

    private static string[] TextsOf(Answer page) => page.Json.GetProperty("results").EnumerateArray()
        .Select(item => item.GetProperty("output").GetString()!)
        .ToArray();
}
