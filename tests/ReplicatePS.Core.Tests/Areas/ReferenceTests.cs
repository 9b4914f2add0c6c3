using System;
using System.Threading.Tasks;

namespace ReplicatePS.Core.Tests;

public class ReferenceTests
{
    public static TheoryData<string?> BadIds => new()
    {
        "../account", "a/b", "..", ".", "%2e%2e", "", " ", "a b", "a\tb", "a\u00A0b", "a\\b", "a?x=1", "a#b", "a\r\nHost: evil", "\0", "a\ud83d\ude00", null, new string('a', 300),
    };

    [Theory]
    [MemberData(nameof(BadIds))]
    public async Task An_id_that_could_lead_elsewhere_is_refused_before_any_request(string? id)
    {
        StubTransport stub = new StubTransport().Then(200, "{}");
        ReplicateClient client = Bench.Client(stub, TimeProvider.System);
        await Bench.FaultOf(ErrorKind.InvalidInput, () => client.Predictions.GetAsync(id!));
        await Bench.FaultOf(ErrorKind.InvalidInput, () => client.Predictions.CancelAsync(id!));
        await Bench.FaultOf(ErrorKind.InvalidInput, () => client.Trainings.GetAsync(id!));
        await Bench.FaultOf(ErrorKind.InvalidInput, () => client.Files.DeleteAsync(id!));
        await Bench.FaultOf(ErrorKind.InvalidInput, () => client.Waits.ForPredictionAsync(id!));
        await Bench.FaultOf(ErrorKind.InvalidInput, () => client.Predictions.CreateByVersionAsync(id!, Bench.Prompt()));
        Assert.Throws<ReplicateException>(() => new DeploymentReference("acme", id!));
        Assert.Throws<ReplicateException>(() => new ModelReference(id!, "name"));
        Assert.Empty(stub.Seen);
    }

    [Theory]
    [InlineData("owner/name", "owner", "name", null)]
    [InlineData("owner/name:abc", "owner", "name", "abc")]
    [InlineData(" owner/na-me_1.5 ", "owner", "na-me_1.5", null)]
    public void A_model_is_owner_and_name_and_perhaps_a_version(string text, string owner, string name, string? version)
    {
        ModelReference model = ModelReference.Parse(text);
        Assert.Equal((owner, name, version), (model.Owner, model.Name, model.Version));
        Assert.Equal(text.Trim(), model.ToString());
        Assert.Equal(model, ModelReference.Parse(text));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("a/")]
    [InlineData("/b")]
    [InlineData("a/b/c")]
    [InlineData("a/b:")]
    [InlineData("a/b:c:d")]
    [InlineData("a/b:c/d")]
    [InlineData("owner:abc")]
    [InlineData("a/..")]
    [InlineData("https://replicate.com/a/b")]
    public void What_is_no_model_is_refused_with_the_form_that_is_wanted(string? text) =>
        Assert.Contains("owner/name", Assert.Throws<ReplicateException>(() => ModelReference.Parse(text)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("x")]
    [InlineData("a/b/c")]
    [InlineData("a/")]
    [InlineData("/b")]
    [InlineData("a/b:v")]
    public void A_destination_has_no_version(string text) =>
        Assert.Contains("a training destination", Assert.Throws<ReplicateException>(() => ModelReference.ParseUnpinned(text, "a training destination")).Message, StringComparison.Ordinal);

    [Fact]
    public void A_version_that_disagrees_with_the_pin_is_refused()
    {
        ModelReference pinned = ModelReference.Parse("a/b:v1");
        Assert.Equal("v1", pinned.At("v1").Version);
        Assert.Equal("v1", pinned.At(null).Version);
        Assert.Equal("v2", ModelReference.Parse("a/b").At("v2").Version);
        Assert.Throws<ReplicateException>(() => pinned.At("v2"));
    }
}
