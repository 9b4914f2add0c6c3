using System.Linq;
using System.Threading.Tasks;

namespace ReplicatePS.Core.Tests;

public class OthersTests
{
    private const string Asked = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    [Theory]
    [InlineData("{\"id\":\"a\",\"status\":\"starting\",\"webhook\":\"https://example.com\"}", null)]
    [InlineData("{\"id\":\"a\",\"webhook_completed\":null}", null)]
    [InlineData("{\"id\":\"a\",\"queue\":{\"place\":3},\"cost\":0.5}", "{\"queue\":{\"place\":3},\"cost\":0.5}")]
    [InlineData("{\"id\":\"a\",\"empty\":{},\"none\":[]}", "{\"empty\":{},\"none\":[]}")]
    public void What_no_member_reads_is_kept_and_what_is_null_is_not(string json, string? others) =>
        Assert.Equal(others, new Prediction(Bench.Json(json)).Others?.GetRawText());

    [Theory]
    [InlineData("{\"owner\":\"me\",\"name\":\"x\",\"current_release\":{\"number\":1,\"configuration\":{\"hardware\":\"cpu\"}}}", null)]
    [InlineData(
        "{\"region\":\"eu\",\"current_release\":{\"number\":1,\"note\":\"n\",\"configuration\":{\"hardware\":\"cpu\",\"spot\":true}}}",
        "{\"region\":\"eu\",\"current_release\":{\"note\":\"n\",\"configuration\":{\"spot\":true}}}")]
    [InlineData("{\"current_release\":\"r1\"}", "{\"current_release\":\"r1\"}")]
    [InlineData("{\"current_release\":{\"configuration\":[1]}}", "{\"current_release\":{\"configuration\":[1]}}")]
    public void What_is_inside_another_object_keeps_its_place(string json, string? others) =>
        Assert.Equal(others, new Deployment(Bench.Json(json)).Others?.GetRawText());

    [Fact]
    public void A_schema_is_no_unknown_member()
    {
        Model model = new(Bench.Json("{\"latest_version\":{\"id\":\"v\",\"openapi_schema\":{\"info\":{}},\"size\":7},\"default_example\":{\"id\":\"e\"}}"));
        Assert.Equal("{\"latest_version\":{\"size\":7}}", model.Others?.GetRawText());
    }

    [Theory]
    [InlineData("another", true)]
    [InlineData(Asked, false)]
    [InlineData("hidden", false)]
    [InlineData("dp-0123456789abcdef0123456789abcdef", false)]
    [InlineData("d-0123456789abcdef0123456789abcdef", false)]
    [InlineData("", false)]
    public async Task A_version_that_was_redirected_tells_both(string answered, bool isRedirected)
    {
        StubTransport stub = new StubTransport().Then(201, $"{{\"id\":\"abc\",\"status\":\"starting\",\"version\":\"{answered}\"}}");
        using TestClock clock = new();
        ReplicateClient client = Bench.Client(stub, clock);
        Run prediction = await client.Predictions.CreateAsync(new ModelReference("acme", "sketcher", Asked), Bench.Prompt());
        Run training = await client.Trainings.CreateAsync(new NewTraining
        {
            Trainer = new ModelReference("acme", "sketcher", Asked),
            Destination = new ModelReference("me", "mine"),
            Input = Bench.Json("{}"),
        });
        foreach (Run run in new[] { prediction, training })
        {
            Assert.Equal((Asked, answered, isRedirected), (run.RequestedVersion, run.Version, run.IsRedirected));
        }
    }

    [Fact]
    public async Task What_named_no_version_was_not_redirected()
    {
        StubTransport stub = new StubTransport().Then(201, "{\"id\":\"abc\",\"status\":\"starting\",\"version\":\"v1\"}");
        using TestClock clock = new();
        Run prediction = await Bench.Client(stub, clock).Predictions.CreateAsync(new ModelReference("acme", "sketcher"), Bench.Prompt());
        Assert.Null(prediction.RequestedVersion);
        Assert.False(prediction.IsRedirected);
    }
}
