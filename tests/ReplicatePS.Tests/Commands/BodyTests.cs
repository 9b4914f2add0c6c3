using System.Collections;
using ReplicatePS.Commands;
using ReplicatePS.Core;

namespace ReplicatePS.Tests.Commands;

public sealed class BodyTests : IDisposable
{
    private readonly EmulatedAccount _account = new();
    private readonly FakePipeline _pipeline = new();

    public void Dispose()
    {
        _account.Dispose();
        _pipeline.Dispose();
    }

    [Fact]
    public async Task A_list_is_asked_for_page_by_page_as_it_is_taken()
    {
        _account.Emulator.SeedPredictions(250);
        List<int> asked = new();
        using FakePipeline pipeline = new() { OnWrite = () => asked.Add(_account.Sent.Count()) };
        await new GetReplicatePredictionCommand().RunAsync(pipeline, _account.Client);
        Assert.Equal(new[] { 1, 2, 3 }, asked);
        Assert.Equal(250, pipeline.Written.Count);
    }

    [Fact]
    public async Task A_list_ends_in_the_middle_of_a_page_where_First_says_so()
    {
        _account.Emulator.SeedPredictions(250);
        await new GetReplicatePredictionCommand { First = 120 }.RunAsync(_pipeline, _account.Client);
        Assert.Equal(120, _pipeline.Written.Count);
        Assert.Equal(2, _account.Sent.Count());
    }

    [Fact]
    public async Task A_list_of_nothing_writes_nothing()
    {
        await new GetReplicateDeploymentCommand().RunAsync(_pipeline, _account.Client);
        Assert.Empty(_pipeline.Written);
    }

    [Fact]
    public async Task A_stop_ends_a_list()
    {
        _account.Emulator.SeedPredictions(250);
        FakePipeline? stopping = null;
        using FakePipeline pipeline = new() { OnWrite = () => stopping!.StopNow() };
        stopping = pipeline;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new GetReplicatePredictionCommand().RunAsync(pipeline, _account.Client));
        Assert.Single(_account.Sent);
    }

    [Theory]
    [InlineData("x")]
    [InlineData("a/b/c")]
    [InlineData("a/")]
    [InlineData("/b")]
    [InlineData("a/b:v")]
    public async Task A_destination_that_is_none_is_refused_without_a_question(string destination)
    {
        NewReplicateTrainingCommand command = new() { Model = "a/b:c", Destination = destination };
        command.Prepare();
        ReplicateException refused = await Assert.ThrowsAsync<ReplicateException>(() => command.RunAsync(_pipeline, _account.Client));
        Assert.Equal(ErrorKind.InvalidInput, refused.Kind);
        Assert.Empty(_pipeline.Asked);
        Assert.Empty(_account.Sent);
    }

    [Fact]
    public async Task A_training_is_one_request_that_has_the_version_in_its_path_only()
    {
        using FakePipeline setup = new();
        await new NewReplicateModelCommand { Model = "you/dog", Hardware = "cpu" }.RunAsync(setup, _account.Client);
        _account.Emulator.Journal.Clear();

        string version = "e440909d3512c31646ee2e0c7d6f6f4923224863a6a10c494606e79fb5844497";
        NewReplicateTrainingCommand command = new()
        {
            Model = "ostris/flux-dev-lora-trainer", Version = version, Destination = "you/dog", Input = new Hashtable { ["steps"] = 3 },
        };
        command.Prepare();
        await command.RunAsync(_pipeline, _account.Client);
        var entry = Assert.Single(_account.Emulator.Journal.Entries);
        Assert.Equal($"/v1/models/ostris/flux-dev-lora-trainer/versions/{version}/trainings", entry.PathAndQuery);
        Assert.Equal("""{"destination":"you/dog","input":{"steps":3}}""", entry.Body);
        Assert.Equal("you/dog", Assert.IsType<Training>(Assert.Single(_pipeline.Written)).Destination);
    }
}
