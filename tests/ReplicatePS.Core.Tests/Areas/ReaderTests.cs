using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using System.Text.Json;
using System.Threading.Tasks;

namespace ReplicatePS.Core.Tests;

public class ReaderTests
{
    [Theory]
    [InlineData("{}")]
    [InlineData("{\"id\":null,\"output\":null,\"logs\":null,\"error\":null,\"metrics\":null,\"created_at\":null,\"urls\":null,\"status\":null}")]
    [InlineData("{\"id\":[],\"output\":null,\"logs\":null,\"error\":\"\",\"metrics\":null,\"created_at\":7,\"urls\":null,\"data_removed\":\"x\",\"status\":null}")]
    public void What_is_missing_null_or_of_another_type_reads_as_nothing(string json)
    {
        Prediction prediction = new(Bench.Json(json));
        Assert.Null(prediction.Output);
        Assert.Null(prediction.Logs);
        Assert.Null(prediction.Error);
        Assert.Null(prediction.Metrics);
        Assert.Null(prediction.CreatedAt);
        Assert.Null(prediction.Progress);
        Assert.False(prediction.DataRemoved);
        Assert.False(prediction.HasEnded);
    }

    [Fact]
    public void Every_member_bears_every_type()
    {
        foreach (string value in new[] { "null", "true", "-1.5e300", "\"text\"", "[1,null]", "{\"a\":1}", "\"\\ud800\"", "9223372036854775808" })
        {
            string json = string.Join(",", new[]
            {
                "id", "owner", "name", "status", "model", "version", "input", "output", "logs", "error", "metrics", "urls", "source", "created_at",
                "started_at", "completed_at", "deployment", "deadline", "data_removed", "description", "visibility", "is_official", "run_count",
                "latest_version", "url", "current_release", "checksums", "size", "expires_at", "content_type", "type", "username", "sku",
                "github_url", "cog_version", "openapi_schema",
            }.Select(name => $"\"{name}\":{value}"));
            JsonElement all = Bench.Json($"{{{json}}}");
            foreach (ApiObject read in new ApiObject[]
            {
                new Prediction(all), new Training(all), new Model(all), new ModelVersion(all), new Deployment(all), new ReplicateFile(all), new Account(all), new Hardware(all),
            })
            {
                foreach (var property in read.GetType().GetProperties())
                {
                    property.GetValue(read);
                }

                Assert.NotEmpty(read.ToString());
            }
        }
    }

    [Fact]
    public void Unknown_members_and_states_are_kept()
    {
        Prediction prediction = new(Bench.Json("{\"id\":\"a\",\"status\":\"dreaming\",\"brand_new\":{\"x\":1}}"));
        Assert.Equal("dreaming", prediction.Status);
        Assert.False(prediction.HasEnded);
        Assert.Equal(1, prediction.Json.GetProperty("brand_new").GetProperty("x").GetInt32());
    }

    [Theory]
    [InlineData("2031-03-04T05:06:07Z", 0)]
    [InlineData("2031-03-04T05:06:07.1Z", 1000000)]
    [InlineData("2031-03-04T05:06:07.04Z", 400000)]
    [InlineData("2031-03-04T05:06:07.089Z", 890000)]
    [InlineData("2031-03-04T05:06:07.0649Z", 649000)]
    [InlineData("2031-03-04T05:06:07.12345Z", 1234500)]
    [InlineData("2031-03-04T05:06:07.329000Z", 3290000)]
    [InlineData("2031-03-04T05:06:07.1234567Z", 1234567)]
    [InlineData("2031-03-04T05:06:07.99397566Z", 9939756)]
    [InlineData("2031-03-04T05:06:07.999999999Z", 9999999)]
    [InlineData("2031-03-04T06:06:07.5+01:00", 5000000)]
    [InlineData("2031-03-04T05:06:07.5", 5000000)]
    public void Times_have_zero_to_nine_digits(string text, long ticks)
    {
        DateTimeOffset expected = new DateTimeOffset(2031, 3, 4, 5, 6, 7, TimeSpan.Zero).AddTicks(ticks);
        Assert.Equal(expected, new Prediction(Bench.Json($"{{\"created_at\":\"{text}\"}}")).CreatedAt);
    }

    [Theory]
    [InlineData("\"out of memory\"", "out of memory")]
    [InlineData("{\"detail\":\"out of memory\",\"code\":\"E1001\"}", "out of memory")]
    [InlineData("{\"message\":\"bad\"}", "bad")]
    [InlineData("{\"odd\":1}", "{\"odd\":1}")]
    [InlineData("\"\"", null)]
    public void An_error_is_text_also_when_it_comes_as_an_object(string error, string? text) =>
        Assert.Equal(text, new Training(Bench.Json($"{{\"error\":{error}}}")).Error);

    [Fact]
    public void A_trained_version_and_its_weights_are_found()
    {
        Training training = new(Bench.Json("{\"output\":{\"version\":\"alice/mine:abc\",\"weights\":null}}"));
        Assert.Equal("alice/mine:abc", training.OutputVersion);
        Assert.Null(training.Weights);
        Assert.Null(new Training(Bench.Json("{\"output\":\"text\"}")).OutputVersion);
    }

    [Fact]
    public void File_inputs_of_a_training_are_found_by_its_schema()
    {
        ModelVersion version = new(Bench.Json("""
            {"openapi_schema":{"components":{"schemas":{"TrainingInput":{"required":["images",7],"properties":{
              "mask":{"type":"string","format":"uri","x-order":0},"steps":{"type":"integer"},"images":{"type":"string","format":"uri","x-order":3}}}}}}}
            """));
        Assert.True(version.IsTrainable);
        Assert.Equal(new[] { "images", "mask" }, version.TrainingFileInputs);
        Assert.Equal(new[] { "images" }, version.RequiredTrainingInputs);
    }

    [Fact]
    public async Task A_byte_order_mark_and_bytes_that_are_no_utf8_do_not_spoil_an_answer()
    {
        byte[] body = new byte[] { 0xEF, 0xBB, 0xBF }.Concat("{\"id\":\"abc\",\"logs\":\"x"u8.ToArray()).Append((byte)0xFF).Concat("y\"}"u8.ToArray()).ToArray();
        StubTransport stub = new StubTransport().Then(_ => new HttpResponseMessage { Content = new ByteArrayContent(body) });
        Prediction prediction = await Bench.Client(stub, TimeProvider.System).Predictions.GetAsync("abc");
        Assert.Equal("x\uFFFDy", prediction.Logs);
        Assert.NotEmpty(prediction.ToString());
    }

    [Theory]
    [InlineData("<html><head><title>x</title><style>p{}</style></head><body><h1>Please sign&nbsp;in</h1></body></html>", "text/html", "Please sign in")]
    [InlineData("", "application/json", "not what the API sends")]
    [InlineData("[1,2]", "application/json", "not what the API sends")]
    [InlineData("{\"id\":", "application/json", "not what the API sends")]
    public async Task An_answer_that_is_no_json_is_said_to_a_person(string body, string type, string said)
    {
        StubTransport stub = new StubTransport().Then(_ => StubTransport.Answer(200, body, type));
        ReplicateException fault = await Bench.FaultOf(ErrorKind.BadResponse, () => Bench.Client(stub, TimeProvider.System).Account.GetAsync());
        Assert.Contains(said, fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("<", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("p{}", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Json_that_is_nested_without_end_is_a_bad_answer()
    {
        StubTransport stub = new StubTransport().Then(200, new string('[', 10_000));
        await Bench.FaultOf(ErrorKind.BadResponse, () => Bench.Client(stub, TimeProvider.System).Account.GetAsync());
    }
}
