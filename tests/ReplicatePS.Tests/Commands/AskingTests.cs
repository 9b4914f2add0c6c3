using System.Collections;
using ReplicatePS.Commands;
using ReplicatePS.Core;
using ReplicatePS.Pipeline;
using ReplicatePS.Tests.Rules;

namespace ReplicatePS.Tests.Commands;

/// <summary>What changes something or costs money asks before it sends anything at all.</summary>
public sealed class AskingTests
{
    private const string Version = "e440909d3512c31646ee2e0c7d6f6f4923224863a6a10c494606e79fb5844497";

    // Saving needs a real PSObject, so it is tested with an engine.
    private static readonly Dictionary<Type, Func<ReplicateCommand>> Ready = new()
    {
        [typeof(NewReplicateDeploymentCommand)] = () => new NewReplicateDeploymentCommand { Name = "shop", Model = $"a/b:{Version}", Hardware = "cpu" },
        [typeof(SetReplicateDeploymentCommand)] = () => Commanded.One(new SetReplicateDeploymentCommand { MinInstances = 1 }, "you/shop"),
        [typeof(RemoveReplicateDeploymentCommand)] = () => Commanded.One(new RemoveReplicateDeploymentCommand(), "you/shop"),
        [typeof(NewReplicateFileCommand)] = () => Commanded.One(new NewReplicateFileCommand(), typeof(AskingTests).Assembly.Location),
        [typeof(NewReplicateModelCommand)] = () => new NewReplicateModelCommand { Model = "you/new", Hardware = "cpu" },
        [typeof(NewReplicatePredictionCommand)] = () => new NewReplicatePredictionCommand { Model = "emulator/echo", Input = new Hashtable { ["text"] = "x" } },
        [typeof(InvokeReplicateModelCommand)] = () => new InvokeReplicateModelCommand { Model = "emulator/echo", Input = new Hashtable { ["text"] = "x" } },
        [typeof(NewReplicateTrainingCommand)] = () => new NewReplicateTrainingCommand
        {
            Model = $"ostris/flux-dev-lora-trainer:{Version}", Destination = "you/dog", Input = new Hashtable(),
        },
        [typeof(SetReplicateModelCommand)] = () => Commanded.One(new SetReplicateModelCommand { Description = "x" }, "you/new"),
        [typeof(RemoveReplicateModelCommand)] = () => Commanded.One(new RemoveReplicateModelCommand(), "you/new"),
        [typeof(RemoveReplicateModelVersionCommand)] = () => new RemoveReplicateModelVersionCommand { Model = $"you/new:{Version}" },
        [typeof(RemoveReplicateFileCommand)] = () => Commanded.One(new RemoveReplicateFileCommand(), "abc"),
        [typeof(InvokeReplicateRequestCommand)] = () => new InvokeReplicateRequestCommand { Uri = "files/abc", Method = "delete" },
        [typeof(StopReplicatePredictionCommand)] = () => Commanded.One(new StopReplicatePredictionCommand(), "abc"),
        [typeof(StopReplicateTrainingCommand)] = () => Commanded.One(new StopReplicateTrainingCommand(), "abc"),
    };

    public static TheoryData<Type> Changing => new(Cmdlets.All.Where(Cmdlets.Asks).Where(cmdlet => Cmdlets.Verb(cmdlet) != "Save"));

    [Theory, MemberData(nameof(Changing))]
    public async Task A_no_means_that_nothing_is_sent(Type cmdlet)
    {
        using EmulatedAccount account = new();
        using FakePipeline pipeline = new() { Answer = false };
        ReplicateCommand command = Ready[cmdlet]();
        command.Prepare();
        await command.RunAsync(pipeline, account.Client);

        (string target, string action) = Assert.Single(pipeline.Asked);
        Assert.NotEmpty(target);
        Assert.NotEmpty(action);
        Assert.Empty(account.Sent);
        Assert.Empty(pipeline.Written);
    }

    [Theory, MemberData(nameof(Changing))]
    public async Task A_yes_means_that_something_is_sent(Type cmdlet)
    {
        using EmulatedAccount account = new();
        using FakePipeline pipeline = new();
        ReplicateCommand command = Ready[cmdlet]();
        command.Prepare();
        await Record.ExceptionAsync(() => command.RunAsync(pipeline, account.Client));
        Assert.NotEmpty(account.Sent);
    }
}
