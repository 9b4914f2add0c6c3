using System.Collections.Generic;
using System.Text.Json.Nodes;
using System.Threading.Tasks;

namespace ReplicatePS.Core.Tests;

public class InputFormTests
{
    private const string Properties = """
        "prompt":{"type":"string","minLength":2,"maxLength":5},
        "steps":{"type":"integer","minimum":1,"maximum":50},
        "strength":{"type":"number","maximum":1},
        "fast":{"type":"boolean"},
        "image":{"type":"string","format":"uri"},
        "images":{"type":"array","items":{"type":"string","format":"uri"}},
        "sizes":{"type":"array","items":{"type":"integer"}},
        "format":{"allOf":[{"$ref":"#/components/schemas/format"}]},
        "old":{"type":"integer","enum":["256","512"]},
        "both":{"anyOf":[{"type":"string"},{"type":"array","items":{"type":"string"}}]},
        "maybe":{"type":"integer","nullable":true},
        "anything":{}
        """;

    [Theory]
    [InlineData("""{"steps":"7"}""", """{"steps":7}""")]
    [InlineData("""{"steps":" 7 "}""", """{"steps":7}""")]
    [InlineData("""{"steps":"7.0"}""", """{"steps":7}""")]
    [InlineData("""{"steps":7.0}""", """{"steps":7}""")]
    [InlineData("""{"strength":"0.25"}""", """{"strength":0.25}""")]
    [InlineData("""{"strength":"1e-3"}""", """{"strength":0.001}""")]
    [InlineData("""{"strength":"-1e300"}""", """{"strength":-1E+300}""")]
    [InlineData("""{"fast":"TRUE"}""", """{"fast":true}""")]
    [InlineData("""{"fast":"no"}""", """{"fast":false}""")]
    [InlineData("""{"fast":1}""", """{"fast":true}""")]
    [InlineData("""{"prompt":123}""", """{"prompt":"123"}""")]
    [InlineData("""{"sizes":"[1,\"2\"]"}""", """{"sizes":[1,2]}""")]
    [InlineData("""{"sizes":"3"}""", """{"sizes":[3]}""")]
    [InlineData("""{"images":"a.png"}""", """{"images":["a.png"]}""")]
    [InlineData("""{"format":"PNG"}""", """{"format":"png"}""")]
    [InlineData("""{"old":"512"}""", """{"old":512}""")]
    [InlineData("""{"old":512}""", """{"old":512}""")]
    [InlineData("""{"both":"[a"}""", """{"both":"[a"}""")]
    [InlineData("""{"both":["a","b"]}""", """{"both":["a","b"]}""")]
    [InlineData("""{"Steps":2,"FAST":false}""", """{"steps":2,"fast":false}""")]
    [InlineData("""{"steps":null,"maybe":null}""", """{"maybe":null}""")]
    [InlineData("""{"anything":{"x":[1,"2"]}}""", """{"anything":{"x":[1,"2"]}}""")]
    public async Task Values_get_the_types_of_the_schema(string given, string expected)
    {
        JsonObject input = (JsonObject)JsonNode.Parse(given)!;
        Assert.Empty((await FormAsync()).Fit(input));
        Assert.Equal(JsonNode.Parse(expected)!.ToJsonString(), input.ToJsonString());
    }

    [Theory]
    [InlineData("""{"steps":"x"}""", "'steps' is 'x', not a whole number.")]
    [InlineData("""{"steps":1.5}""", "'steps' is 1.5, not a whole number.")]
    [InlineData("""{"steps":0}""", "'steps' is 0; 1 to 50 are allowed.")]
    [InlineData("""{"steps":"51"}""", "'steps' is 51; 1 to 50 are allowed.")]
    [InlineData("""{"strength":"0,5"}""", "'strength' is '0,5', not a number.")]
    [InlineData("""{"strength":"NaN"}""", "'strength' is 'NaN', not a number.")]
    [InlineData("""{"strength":2}""", "'strength' is 2; 1 or less are allowed.")]
    [InlineData("""{"fast":"perhaps"}""", "'fast' is 'perhaps', not true or false.")]
    [InlineData("""{"prompt":["a"]}""", "'prompt' is a list, not text.")]
    [InlineData("""{"prompt":"abcdef"}""", "'prompt' has 6 characters; 2 to 5 characters are allowed.")]
    [InlineData("""{"sizes":"[1,2"}""", "'sizes' is '[1,2', not a list.")]
    [InlineData("""{"format":"jpg"}""", "'format' is 'jpg', which is none of its choices: jpeg, png. Did you mean 'jpeg'?")]
    [InlineData("""{"old":300}""", "'old' is 300, which is none of its choices: 256, 512.")]
    [InlineData("""{"step":1}""", "'step' is no input of a/b. Did you mean 'steps'?")]
    [InlineData("""{"strenght":1}""", "'strenght' is no input of a/b. Did you mean 'strength'?")]
    public async Task What_does_not_fit_is_said_with_what_would(string given, string expected) =>
        Assert.Equal(expected, Assert.Single((await FormAsync()).Fit((JsonObject)JsonNode.Parse(given)!)));

    [Fact]
    public async Task All_that_is_wrong_is_said_at_once()
    {
        IReadOnlyList<string> faults = (await FormAsync("\"required\":[\"prompt\"],")).Fit((JsonObject)JsonNode.Parse("""{"zzz":1,"steps":99}""")!);
        Assert.Equal(3, faults.Count);
        Assert.StartsWith("'zzz' is no input of a/b. It takes prompt, steps, strength,", faults[0]);
        Assert.Equal("'prompt' is missing.", faults[2]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\"Input\":{\"type\":\"object\"}")]
    [InlineData("\"Input\":{\"additionalProperties\":true,\"properties\":{\"steps\":{\"type\":\"integer\"}}}")]
    public async Task A_schema_that_names_no_inputs_takes_any(string schemas)
    {
        JsonObject input = (JsonObject)JsonNode.Parse("""{"hidden":"7"}""")!;
        Assert.Empty((await ReadAsync(schemas)).Inputs.Fit(input));
        Assert.Equal("""{"hidden":"7"}""", input.ToJsonString());
    }

    [Theory]
    [InlineData("true", "POST /v1/models/a/b/predictions")]
    [InlineData("false", "POST /v1/predictions")]
    public async Task What_was_looked_up_tells_where_a_model_is_run(string isOfficial, string expected)
    {
        StubTransport stub = new StubTransport().Then(200, $"{{\"is_official\":{isOfficial},\"latest_version\":{{\"id\":\"v\"}}}}").Then(201, "{\"id\":\"p\"}");
        using TestClock clock = new();
        ReplicateClient client = Bench.Client(stub, clock);
        RunTarget target = RunTarget.Parse("a/b", null, null);
        await client.Schemas.GetAsync(target);
        await client.Schemas.GetAsync(target);
        await client.Predictions.CreateAsync(target, Bench.Prompt());
        Assert.Equal(new[] { "GET /v1/models/a/b", expected }, stub.Routes);
    }

    [Fact]
    public async Task Where_nothing_tells_whether_a_model_is_official_it_is_tried_once()
    {
        StubTransport stub = new StubTransport().Then(200, "{\"latest_version\":{\"id\":\"v\"}}").Then(404, "{}").Then(201, "{\"id\":\"p\"}").Then(201, "{\"id\":\"q\"}");
        using TestClock clock = new();
        ReplicateClient client = Bench.Client(stub, clock);
        RunTarget target = RunTarget.Parse("a/b", null, null);
        await client.Schemas.GetAsync(target);
        NewPrediction prediction = Bench.Prompt();
        await client.Predictions.CreateAsync(target, prediction);
        await client.Predictions.CreateAsync(target, prediction);
        Assert.Equal(new[] { "GET /v1/models/a/b", "POST /v1/models/a/b/predictions", "POST /v1/predictions", "POST /v1/predictions" }, stub.Routes);
    }

    private static async Task<InputForm> FormAsync(string more = "") => (await ReadAsync(
        $"\"Input\":{{{more}\"properties\":{{{Properties}}}}},\"format\":{{\"enum\":[\"jpeg\",\"png\"],\"type\":\"string\"}}")).Inputs;

    private static async Task<RunSchema> ReadAsync(string schemas)
    {
        StubTransport stub = new StubTransport().Then(200, $"{{\"latest_version\":{{\"id\":\"v\",\"openapi_schema\":{{\"components\":{{\"schemas\":{{{schemas}}}}}}}}}}}");
        using TestClock clock = new();
        return await Bench.Client(stub, clock).Schemas.GetAsync(RunTarget.Parse("a/b", null, null));
    }
}
