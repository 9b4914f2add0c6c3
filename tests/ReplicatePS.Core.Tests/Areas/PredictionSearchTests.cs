using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;

namespace ReplicatePS.Core.Tests;

public class PredictionSearchTests
{
    private const string Version = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
    private static readonly DateTimeOffset Noon = new(2031, 3, 4, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("{\"a\":1,\"b\":[1,2]}", "{\"b\":[1.0,2e0],\"a\":1.00}", true)]
    [InlineData("{\"a\":null,\"b\":1}", "{\"b\":1}", true)]
    [InlineData("{\"a\":\"größer\"}", "{\"a\":\"gr\\u00f6\\u00dfer\"}", true)]
    [InlineData("{\"a\":100}", "{\"a\":1e2}", true)]
    [InlineData("{\"a\":{\"x\":1,\"y\":2}}", "{\"a\":{\"y\":2,\"x\":1}}", true)]
    [InlineData("{\"a\":0}", "{\"a\":0.0}", true)]
    [InlineData("{\"a\":1}", "{\"a\":\"1\"}", false)]
    [InlineData("{\"a\":[1,2]}", "{\"a\":[2,1]}", false)]
    [InlineData("{\"a\":0}", "{\"a\":1e-300}", false)]
    [InlineData("{\"a\":9007199254740993}", "{\"a\":9007199254740992}", false)]
    [InlineData("{\"a\":true}", "{\"a\":1}", false)]
    public void Inputs_have_one_hash_if_they_mean_the_same(string one, string other, bool isSame) =>
        Assert.Equal(isSame, CanonicalJson.Hash(Bench.Json(one)) == CanonicalJson.Hash(Bench.Json(other)));

    [Fact]
    public void Every_value_has_a_hash() =>
        Assert.All(
            new[] { "{}", "[]", "1e400", "-0", "\"\\ud800\"", "{\"a\":\"\\ud800\"}", "[null]", "79228162514264337593543950336" },
            text => Assert.Matches("^[0-9a-f]{64}$", CanonicalJson.Hash(Bench.Json(text))));

    [Theory]
    [InlineData("{\"prompt\":\"x\"}", "{\"prompt\":\"x\"}", true)]
    [InlineData("{\"prompt\":\"x\"}", "{\"prompt\":\"x\",\"steps\":4}", true)]
    [InlineData("{\"prompt\":\"x\",\"key\":\"s3cret\"}", "{\"prompt\":\"x\",\"key\":\"[REDACTED]\"}", true)]
    [InlineData("{\"image\":\"data:image/png;base64,AAAA\"}", "{\"image\":\"https://replicate.delivery/a.png\"}", true)]
    [InlineData("{\"images\":[\"file:\",\"https://x.example/b\"]}", "{\"images\":[\"https://replicate.delivery/a\",\"https://x.example/b\"]}", true)]
    [InlineData("{\"image\":\"https://x.example/a\"}", "{\"image\":\"https://x.example/b\"}", false)]
    [InlineData("{\"images\":[\"file:\"]}", "{\"images\":[]}", false)]
    [InlineData("{\"prompt\":\"x\",\"steps\":4}", "{\"prompt\":\"x\"}", false)]
    public async Task Inputs_match_but_for_what_Replicate_does_to_them(string sent, string found, bool matches)
    {
        PredictionMatches result = await FindAsync(Sought(input: sent), One("a", found));
        Assert.Equal(matches ? 1 : 0, result.Predictions.Count);
        Assert.Equal(1, result.Compared);
    }

    [Fact]
    public async Task A_hash_finds_the_same_inputs_and_leaves_open_what_is_redacted()
    {
        string hash = CanonicalJson.Hash(Bench.Json("{\"seed\":1,\"prompt\":\"x\"}"));
        PredictionMatches exact = await FindAsync(Sought(hash: hash), One("other", "{\"prompt\":\"y\"}"), One("this", "{\"prompt\":\"x\",\"seed\":1.0}"), One("secret", "{\"key\":\"[REDACTED]\"}"));
        Assert.Equal("this", exact.Predictions.Single().Id);
        PredictionMatches open = await FindAsync(Sought(hash: hash), One("other", "{\"prompt\":\"y\"}"), One("secret", "{\"key\":\"[REDACTED]\"}"));
        Assert.Equal("secret", open.Predictions.Single().Id);
        Assert.False(open.AreInputsKnown);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("{}")]
    public async Task Removed_inputs_are_no_mismatch(string input)
    {
        PredictionMatches found = await FindAsync(Sought(input: "{\"prompt\":\"x\"}"), One("gone", input, isRemoved: true));
        Assert.Equal("gone", found.Predictions.Single().Id);
        Assert.False(found.AreInputsKnown);
    }

    [Fact]
    public async Task A_redirected_version_counts_only_if_no_other_has_the_one_that_was_asked_for()
    {
        string input = "{\"prompt\":\"x\"}";
        PredictionMatches redirected = await FindAsync(Sought(input: input, version: Version), One("another", input, version: "v2"));
        Assert.Equal("another", redirected.Predictions.Single().Id);
        Assert.True(redirected.AreRedirected);
        PredictionMatches exact = await FindAsync(Sought(input: input, version: Version), One("another", input, version: "v2"), One("this", input, version: Version));
        Assert.Equal("this", exact.Predictions.Single().Id);
        Assert.False(exact.AreRedirected);
        PredictionMatches byVersionAlone = await FindAsync(Sought(version: Version), One("another", input, version: "v2"));
        Assert.Empty(byVersionAlone.Predictions);
    }

    [Fact]
    public async Task Reading_ends_where_the_time_does()
    {
        string page = Page("https://api.replicate.com/v1/predictions?cursor=b", One("new", "{}", at: Noon), One("old", "{}", at: Noon.AddHours(-3)));
        string older = Page("https://api.replicate.com/v1/predictions?cursor=c", One("older", "{}", at: Noon.AddHours(-4)));
        StubTransport stub = new StubTransport().Then(200, page).Then(200, older);
        using TestClock clock = new();
        PredictionMatches found = await Sought().RunAsync(Bench.Client(stub, clock).Predictions);
        Assert.Equal("new", found.Predictions.Single().Id);
        Assert.Equal(2, stub.Seen.Count);
        Assert.Contains("created_after=2031-03-04T11%3A29%3A58Z", stub.Routes.First(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/v1/models/acme/sketcher/predictions", "{\"input\":{\"a\":1}}", "acme/sketcher", null, null)]
    [InlineData("/v1/predictions", "{\"version\":\"v1\",\"input\":{\"a\":1}}", null, "v1", null)]
    [InlineData("/v1/predictions", "{\"version\":\"acme/sketcher\",\"input\":{\"a\":1}}", "acme/sketcher", null, null)]
    [InlineData("/v1/predictions", "{\"version\":\"acme/sketcher:v1\",\"input\":{\"a\":1}}", "acme/sketcher", "v1", null)]
    [InlineData("/v1/deployments/acme/shop/predictions", "{\"input\":{\"a\":1}}", null, null, "acme/shop")]
    [InlineData("/v1/models/acme/trainer/versions/v1/trainings", "{\"destination\":\"me/x\",\"input\":{\"a\":1}}", "acme/trainer", "v1", null)]
    public void An_attempt_tells_what_was_sent(string path, string body, string? model, string? version, string? deployment)
    {
        CreateAttempt attempt = new(Noon, path, null, null, System.Text.Encoding.UTF8.GetBytes(body));
        Assert.Equal((model, version, deployment), (attempt.Model, attempt.Version, attempt.Deployment));
        Assert.Equal(CanonicalJson.Hash(Bench.Json("{\"a\":1.0}")), attempt.InputHash);
    }

    private static PredictionSearch Sought(string? input = null, string? hash = null, string? version = null) => new()
    {
        From = Noon.AddMinutes(-30),
        Until = Noon.AddMinutes(30),
        Model = "acme/sketcher",
        Version = version,
        Input = input is null ? null : Bench.Json(input),
        InputHash = hash,
    };

    private static async Task<PredictionMatches> FindAsync(PredictionSearch search, params string[] listed)
    {
        using TestClock clock = new();
        return await search.RunAsync(Bench.Client(new StubTransport().Then(200, Page(null, listed)), clock).Predictions);
    }

    private static string Page(string? next, params string[] listed) =>
        $"{{\"next\":{JsonSerializer.Serialize(next)},\"results\":[{string.Join(",", (IEnumerable<string>)listed)}]}}";

    private static string One(string id, string input, string version = "hidden", bool isRemoved = false, DateTimeOffset? at = null) =>
        $"{{\"id\":\"{id}\",\"model\":\"acme/sketcher\",\"version\":\"{version}\",\"input\":{input},\"status\":\"succeeded\",\"data_removed\":{(isRemoved ? "true" : "false")},\"created_at\":\"{at ?? Noon:yyyy-MM-ddTHH:mm:ss.ffffffZ}\"}}";
}
