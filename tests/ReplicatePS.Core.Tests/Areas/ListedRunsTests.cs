using System;
using System.Collections.Generic;
using System.Linq;

namespace ReplicatePS.Core.Tests;

public class ListedRunsTests
{
    private const string Lighthouse = "{\"prompt\":\"a lighthouse\"}";
    private static readonly DateTimeOffset Noon = new(2031, 3, 4, 12, 0, 0, TimeSpan.Zero);
    private readonly HashSet<string> _taken = new();

    [Fact]
    public void Equal_creates_take_equal_runs_the_oldest_first_and_each_once()
    {
        ListedRuns<Prediction> listed = Listed(One("newer", Lighthouse), One("older", Lighthouse));
        Assert.Equal(new[] { "older", "newer", null }, Enumerable.Range(0, 3).Select(_ => Take(listed, Sought(Lighthouse))));
    }

    [Fact]
    public void Just_the_inputs_that_were_sent_come_before_those_with_defaults()
    {
        ListedRuns<Prediction> listed = Listed(One("exact", Lighthouse), One("more", "{\"prompt\":\"a lighthouse\",\"steps\":4}"));
        Assert.Equal(new[] { "exact", "more" }, Enumerable.Range(0, 2).Select(_ => Take(listed, Sought(Lighthouse))));
    }

    [Fact]
    public void A_secret_that_is_not_shown_is_no_difference()
    {
        ListedRuns<Prediction> listed = Listed(One("this", "{\"prompt\":\"x\",\"key\":\"[REDACTED]\"}"));
        Assert.Equal("this", Take(listed, Sought("{\"prompt\":\"x\",\"key\":\"s3cret\"}")));
    }

    [Fact]
    public void Of_inputs_with_files_nothing_but_the_hash_tells()
    {
        string sent = "{\"image\":\"https://files.example/a\"}";
        ListedRuns<Prediction> listed = Listed(One("other", "{\"image\":\"https://files.example/b\"}"), One("this", sent));
        PredictionSearch search = Files(CanonicalJson.Hash(Bench.Json(sent)));
        Assert.Equal("this", Take(listed, search));
        Assert.Null(Take(listed, search));
        Assert.Equal(new[] { "this", "other" }, listed.Doubtful(search, _ => false).Select(run => run.Id));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_is_shown_no_more_is_never_taken_and_in_doubt_only_where_it_may_be_the_one(bool mayBe)
    {
        ListedRuns<Prediction> listed = Listed(One("gone", "{}", isRemoved: true));
        Assert.Null(Take(listed, Sought(Lighthouse)));
        Assert.Equal(mayBe ? 1 : 0, listed.Doubtful(Sought(Lighthouse), _ => mayBe).Count);
    }

    [Theory]
    [InlineData("acme/other", "succeeded", false)]
    [InlineData("acme/sketcher", "succeeded", true)]
    [InlineData(null, "succeeded", true)]
    public void It_has_to_be_of_the_target_as_far_as_that_is_said(string? model, string status, bool isFound) =>
        Assert.Equal(isFound ? "this" : null, Take(Listed(One("this", Lighthouse, model, status)), Sought(Lighthouse)));

    [Theory]
    [InlineData("succeeded", null)]
    [InlineData("processing", "this")]
    public void What_ended_before_the_time_is_another_and_what_still_runs_may_be_the_one(string status, string? found) =>
        Assert.Equal(found, Take(Listed(One("this", Lighthouse, status: status)), Sought(Lighthouse, Noon.AddMinutes(1))));

    private string? Take(ListedRuns<Prediction> listed, PredictionSearch search) => listed.Take(search, _taken.Add)?.Id;

    private static PredictionSearch Sought(string input, DateTimeOffset? from = null) =>
        PredictionSearch.Of(RunTarget.Parse("acme/sketcher", null, null), Bench.Json(input), CanonicalJson.Hash(Bench.Json(input)), from);

    private static PredictionSearch Files(string hash) =>
        PredictionSearch.Of(RunTarget.Parse("acme/sketcher", null, null), Bench.Json("{\"image\":\"file:\"}"), hash, hasFiles: true);

    private static ListedRuns<Prediction> Listed(params string[] newestFirst) => new(newestFirst.Select(text => new Prediction(Bench.Json(text))));

    private static string One(string id, string input, string? model = "acme/sketcher", string status = "succeeded", bool isRemoved = false) =>
        $"{{\"id\":\"{id}\",\"model\":{(model is null ? "null" : $"\"{model}\"")},\"version\":\"hidden\",\"input\":{input},\"status\":\"{status}\",\"data_removed\":{(isRemoved ? "true" : "false")},\"created_at\":\"{Noon:yyyy-MM-ddTHH:mm:ssZ}\"}}";
}
