using System;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using Xunit;

namespace ReplicatePS.Emulator.Tests;

public sealed class ValidationTests : IDisposable
{
    private readonly Account _account = new();

    public void Dispose() => _account.Dispose();

    [Fact]
    public async Task Faults_of_an_input_are_worded_as_the_service_words_them()
    {
        Answer answer = await RunAsync("""{"num_inference_steps":9}""");

        Assert.Equal(422, answer.Status);
        Assert.Equal("application/problem+json", answer.ContentType);
        Assert.Equal(new[] { "detail", "status", "title", "invalid_fields" }, answer.Keys);
        Assert.Equal("- input: prompt is required\n- input.num_inference_steps: Must be less than or equal to 4\n", answer.Text("detail"));
        Assert.Equal(new[] { "required:input", "number_lte:input.num_inference_steps" }, FaultsOf(answer));
    }

    [Theory]
    [InlineData("""{"prompt":1}""", "invalid_type", "Invalid type. Expected: string, given: integer")]
    [InlineData("""{"prompt":null}""", "invalid_type", "Invalid type. Expected: string, given: null")]
    [InlineData("""{"prompt":"x","seed":1.5}""", "invalid_type", "Invalid type. Expected: integer, given: number")]
    [InlineData("""{"prompt":"x","num_outputs":0}""", "number_gte", "Must be greater than or equal to 1")]
    [InlineData("""{"prompt":"x","go_fast":"yes"}""", "invalid_type", "Invalid type. Expected: boolean, given: string")]
    [InlineData("""{"prompt":"x","megapixels":"2"}""", "enum", "input.megapixels must be one of the following: \"1\", \"0.25\"")]
    public async Task Each_kind_of_fault_has_its_words(string input, string type, string description)
    {
        JsonElement fault = (await RunAsync(input)).Json.GetProperty("invalid_fields")[0];

        Assert.Equal(type, fault.GetProperty("type").GetString());
        Assert.Equal(description, fault.GetProperty("description").GetString());
    }

    [Fact]
    public async Task A_file_input_must_be_an_address()
    {
        Answer answer = await _account.PostAsync(
            "predictions",
            """{"version":"f121d640bd286e1fdc67f9799164c1d5be36ff74576ee11c803ae5b665dd46aa","input":{"image":"cat.png"}}""");

        Assert.Equal(new[] { "format:input.image" }, FaultsOf(answer));
    }

    [Fact]
    public async Task Inputs_that_the_schema_does_not_know_are_let_pass() =>
        Assert.Equal(201, (await RunAsync("""{"prompt":"x","sparkle":true}""")).Status);

    [Fact]
    public async Task Members_of_the_body_that_do_not_belong_there_are_refused()
    {
        Answer answer = await _account.PostAsync("predictions", """{"model":"a/b","input":{}}""");

        Assert.Equal("- version is required\n- Additional property model is not allowed\n", answer.Text("detail"));
        Assert.Equal(new[] { "required:", "additional_property_not_allowed:" }, FaultsOf(answer));
    }

    [Theory]
    [InlineData("{\"version\":")]
    [InlineData("[1]")]
    public async Task A_body_that_is_no_JSON_object_is_a_bad_request(string body) =>
        Assert.Equal(400, (await _account.PostAsync("predictions", body)).Status);

    private static string[] FaultsOf(Answer answer) => answer.Json.GetProperty("invalid_fields").EnumerateArray()
        .Select(fault => fault.GetProperty("type").GetString() + ":" + fault.GetProperty("field").GetString())
        .ToArray();

    private Task<Answer> RunAsync(string input) =>
        _account.PostAsync("models/black-forest-labs/flux-schnell/predictions", $$"""{"input":{{input}}}""");
}
