using System;
using System.Linq;
using System.Net.Http;
using System.Text.Json;
using System.Threading.Tasks;
using Xunit;

namespace ReplicatePS.Emulator.Tests;

public sealed class PredictionTests : IDisposable
{
    private const string Schnell = "models/black-forest-labs/flux-schnell/predictions";
    private const string Harbour = """{"input":{"seed":3,"prompt":"a harbour <at> dawn"}}""";

    private readonly Account _account = new();

    public void Dispose() => _account.Dispose();

    [Fact]
    public async Task A_create_answers_at_once_in_the_shape_of_the_prediction_service()
    {
        Answer answer = await _account.PostAsync(Schnell, Harbour);

        Assert.Equal(201, answer.Status);
        Assert.Equal("starting", answer.Text("status"));
        Assert.Equal("hidden", answer.Text("version"));
        Assert.Equal(
            new[] { "id", "model", "version", "input", "logs", "data_removed", "error", "source", "status", "created_at", "urls" },
            answer.Keys);
        Assert.Equal(new[] { "prompt", "seed" }, answer.Json.GetProperty("input").EnumerateObject().Select(p => p.Name));
        Assert.Contains(@"a harbour \u003cat\u003e dawn", answer.Body, StringComparison.Ordinal);
        Assert.EndsWith("\n", answer.Body, StringComparison.Ordinal);
        Assert.Matches("^[0-9a-hjkmnp-tv-z]{26}$", answer.Text("id"));
        Assert.Matches(@"T\d\d:\d\d:\d\d\.\d{3}Z$", answer.Text("created_at"));
    }

    [Fact]
    public async Task It_starts_works_and_succeeds_as_the_clock_goes()
    {
        string id = (await _account.PostAsync(Schnell, Harbour)).Text("id");
        Assert.False((await _account.GetAsync("predictions/" + id)).Has("started_at"));

        _account.Step(0.7);
        Answer working = await _account.GetAsync("predictions/" + id);
        Assert.Equal("processing", working.Text("status"));
        Assert.True(working.Has("started_at"));
        Assert.False(working.Has("output"));
        Assert.Contains(" 50%|█████     | 2/4 [", working.Text("logs"), StringComparison.Ordinal);

        _account.Step(0.5);
        Answer done = await _account.GetAsync("predictions/" + id);
        Assert.Equal("succeeded", done.Text("status"));
        Assert.Equal($"https://delivery.replicate.test/xezq/{id}/out-0.png", done.Json.GetProperty("output")[0].GetString());
        Assert.Equal(0.8, done.Json.GetProperty("metrics").GetProperty("predict_time").GetDouble());
        Assert.Equal(1, done.Json.GetProperty("metrics").GetProperty("image_count").GetInt32());
    }

    [Fact]
    public async Task All_three_routes_and_all_three_forms_of_a_version_work()
    {
        await _account.PostAsync(
            "deployments",
            $$"""{"name":"d","model":"stability-ai/sdxl","version":"{{Account.SdxlVersion}}","hardware":"gpu-t4","min_instances":0,"max_instances":1}""");

        Answer byDeployment = await _account.PostAsync("deployments/you/d/predictions", """{"input":{}}""");
        Answer byName = await _account.PostAsync("predictions", """{"version":"emulator/echo","input":{"text":"x"}}""");
        Answer byPair = await _account.PostAsync("predictions", $$"""{"version":"stability-ai/sdxl:{{Account.SdxlVersion}}","input":{} }""");
        Answer byId = await _account.PostAsync("predictions", $$"""{"version":"{{Account.SdxlVersion}}","input":{} }""");

        Assert.Equal("you/d", byDeployment.Text("deployment"));
        Assert.Equal(new[] { Account.SdxlVersion, "hidden", Account.SdxlVersion, Account.SdxlVersion }, new[] { byDeployment, byName, byPair, byId }.Select(a => a.Text("version")));
    }

    [Fact]
    public async Task An_overridden_version_is_still_shown_but_another_runs()
    {
        const string Earlier = "a2cb642812400ebd0bf0885e5928000572a4d1cd6c808e63d38d37d0282e609c";
        string latest = (await _account.GetAsync("models/jaaari/kokoro-82m")).Json.GetProperty("latest_version").GetProperty("id").GetString()!;
        Answer versions = await _account.GetAsync("models/jaaari/kokoro-82m/versions");
        Answer prediction = await _account.PostAsync("predictions", $$"""{"version":"{{Earlier}}","input":{"text":"x"} }""");

        Assert.Equal(new[] { latest, Earlier }, versions.Json.GetProperty("results").EnumerateArray().Select(v => v.GetProperty("id").GetString()));
        Assert.Equal(Earlier, (await _account.GetAsync("models/jaaari/kokoro-82m/versions/" + Earlier)).Text("id"));
        Assert.Equal(latest, prediction.Text("version"));
    }

    [Theory]
    [InlineData("stability-ai/sdxl")]
    [InlineData("black-forest-labs/flux-schnell:latest")]
    [InlineData("black-forest-labs/flux-schnell:" + Account.SdxlVersion)]
    [InlineData("nobody/nothing")]
    [InlineData("xyz")]
    public async Task A_version_that_cannot_be_run_is_refused(string version)
    {
        Answer answer = await _account.PostAsync("predictions", $$"""{"version":"{{version}}","input":{} }""");

        Assert.Equal(422, answer.Status);
        Assert.Equal("Invalid version or not permitted", answer.Text("title"));
    }

    [Fact]
    public async Task The_models_route_is_for_official_models_only()
    {
        Answer answer = await _account.PostAsync("models/lucataco/flux-dev-lora/predictions", """{"input":{"prompt":"x"}}""");

        Assert.Equal(404, answer.Status);
        Assert.Equal("{\"detail\":\"The requested resource could not be found.\",\"status\":404}\n", answer.Body);
    }

    [Fact]
    public async Task A_language_model_shows_more_of_its_output_as_time_goes()
    {
        string id = await _account.PredictAsync("meta/meta-llama-3-8b-instruct", """{"prompt":"Why is the sky blue?"}""");
        _account.Step(0.8);
        int some = (await _account.GetAsync("predictions/" + id)).Json.GetProperty("output").GetArrayLength();
        _account.Step(1);
        JsonElement all = (await _account.GetAsync("predictions/" + id)).Json.GetProperty("output");

        Assert.InRange(some, 1, all.GetArrayLength() - 1);
        Assert.Contains("> Why is the sky blue?", string.Concat(all.EnumerateArray().Select(t => t.GetString())), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_model_that_fails_says_why()
    {
        string id = await _account.PredictAsync("emulator/always-fails", """{"message":"no luck"}""");
        _account.Step(1);
        Answer answer = await _account.GetAsync("predictions/" + id);

        Assert.Equal("failed", answer.Text("status"));
        Assert.Equal("no luck", answer.Text("error"));
        Assert.Equal(JsonValueKind.Null, answer.Json.GetProperty("output").ValueKind);
    }

    [Fact]
    public async Task Cancel_answers_in_the_shape_of_the_web_service_and_is_content_with_a_second_time()
    {
        string id = await _account.PredictAsync("emulator/slow");
        Answer first = await _account.SendAsync(HttpMethod.Post, $"predictions/{id}/cancel");
        _account.Step(10);
        Answer second = await _account.SendAsync(HttpMethod.Post, $"predictions/{id}/cancel");

        Assert.Equal(200, first.Status);
        Assert.Equal("canceled", first.Text("status"));
        Assert.Equal("completed_at", first.Keys[0]);
        Assert.Equal(first.Text("started_at"), first.Text("completed_at"));
        Assert.Equal(JsonValueKind.Null, first.Json.GetProperty("logs").ValueKind);
        Assert.Equal(first.Body, second.Body);
    }

    [Fact]
    public async Task Cancel_of_a_finished_one_changes_nothing()
    {
        string id = await _account.PredictAsync("emulator/echo", """{"text":"x"}""");

        Assert.Equal("succeeded", (await _account.SendAsync(HttpMethod.Post, $"predictions/{id}/cancel")).Text("status"));
    }

    [Fact]
    public async Task A_deadline_that_passes_before_the_start_aborts_and_later_cancels()
    {
        string running = await _account.PredictAsync("emulator/slow", """{"seconds":30}""", ("Cancel-After", "5s"));
        _account.Step(6);
        Answer canceled = await _account.GetAsync("predictions/" + running);
        Assert.Equal("canceled", canceled.Text("status"));
        Assert.True(canceled.Has("deadline"));

        string waiting = await _account.PredictAsync("emulator/slow", """{"seconds":1,"boot_seconds":60}""", ("Cancel-After", "10"));
        _account.Step(11);
        Answer aborted = await _account.GetAsync("predictions/" + waiting);
        Assert.Equal("aborted", aborted.Text("status"));
        Assert.True(aborted.Has("completed_at"));
        Assert.False(aborted.Has("started_at"));
    }

    [Theory]
    [InlineData("4s", 400)]
    [InlineData("25h", 400)]
    [InlineData("soon", 400)]
    [InlineData("90", 201)]
    [InlineData("1h30m45s", 201)]
    [InlineData("24h", 201)]
    public async Task Cancel_after_is_between_five_seconds_and_a_day(string value, int status)
    {
        Answer answer = await _account.PostAsync("predictions", """{"version":"emulator/slow","input":{}}""", ("Cancel-After", value));

        Assert.Equal(status, answer.Status);
    }

    [Fact]
    public async Task After_an_hour_the_data_is_gone()
    {
        string id = (await _account.PostAsync(Schnell, Harbour)).Text("id");
        _account.Step(3);
        string url = (await _account.GetAsync("predictions/" + id)).Json.GetProperty("output")[0].GetString()!;
        Assert.Equal(200, (await _account.GetAsync(url)).Status);

        _account.Step(3600);
        Answer answer = await _account.GetAsync("predictions/" + id);
        Assert.True(answer.Json.GetProperty("data_removed").GetBoolean());
        Assert.Equal("{}", answer.Json.GetProperty("input").GetRawText());
        Assert.Equal("", answer.Text("logs"));
        Assert.Equal(JsonValueKind.Null, answer.Json.GetProperty("output").ValueKind);
        Assert.Equal(404, (await _account.GetAsync(url)).Status);
    }

    [Fact]
    public async Task Unknown_ids_and_paths_are_not_found()
    {
        Assert.Equal(404, (await _account.GetAsync("predictions/nothing")).Status);
        Assert.Equal(404, (await _account.GetAsync("nowhere/at/all")).Status);
        Assert.Equal(405, (await _account.SendAsync(HttpMethod.Put, "predictions")).Status);
    }

    [Fact]
    public async Task A_webhook_is_echoed_and_must_be_https()
    {
        Answer good = await _account.PostAsync(
            Schnell,
            """{"input":{"prompt":"x"},"webhook":"https://hooks.test/a?b=1","webhook_events_filter":["start","completed"],"stream":true}""");
        Answer bad = await _account.PostAsync(Schnell, """{"input":{"prompt":"x"},"webhook":"http://hooks.test"}""");

        Assert.Equal("https://hooks.test/a?b=1", good.Text("webhook"));
        Assert.Equal(2, good.Json.GetProperty("webhook_events_filter").GetArrayLength());
        Assert.Equal(422, bad.Status);
        JsonElement fault = bad.Json.GetProperty("invalid_fields")[0];
        Assert.Equal(("format", "webhook", "Not a valid HTTPS URL"), (fault.GetProperty("type").GetString(), fault.GetProperty("field").GetString(), fault.GetProperty("description").GetString()));
    }
}
