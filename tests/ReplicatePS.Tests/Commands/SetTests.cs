using ReplicatePS.Commands;
using ReplicatePS.Core;

namespace ReplicatePS.Tests.Commands;

/// <summary>What is as it should be is left alone, and that is said.</summary>
public sealed class SetTests : IDisposable
{
    private const string Sdxl = "7762fd07cf82c948538e41f63f77d685e02b063e37e496e96eefd46c929f9bdc";

    private readonly EmulatedAccount _account = new();
    private readonly FakePipeline _pipeline = new();

    public void Dispose()
    {
        _account.Dispose();
        _pipeline.Dispose();
    }

    public static TheoryData<SetReplicateDeploymentCommand, bool> Deployments => new()
    {
        { new SetReplicateDeploymentCommand { MinInstances = 1 }, false },
        { new SetReplicateDeploymentCommand { MinInstances = 1, MaxInstances = 3, Hardware = "cpu", Version = Sdxl }, false },
        { new SetReplicateDeploymentCommand { Version = $"stability-ai/sdxl:{Sdxl}" }, false },
        { new SetReplicateDeploymentCommand { OutputVersion = $"stability-ai/sdxl:{Sdxl}" }, false },
        { new SetReplicateDeploymentCommand { MinInstances = 0 }, true },
        { new SetReplicateDeploymentCommand { MaxInstances = 4 }, true },
        { new SetReplicateDeploymentCommand { Hardware = "gpu-t4" }, true },
        { new SetReplicateDeploymentCommand { MinInstances = 1, MaxInstances = 3, Hardware = "gpu-t4" }, true },
    };

    [Theory, MemberData(nameof(Deployments))]
    public async Task A_release_is_made_only_where_something_differs(SetReplicateDeploymentCommand command, bool differs)
    {
        DeploymentSettings settings = new() { Hardware = "cpu", MinInstances = 1, MaxInstances = 3 };
        await _account.Client.Deployments.CreateAsync("shop", ModelReference.Parse($"stability-ai/sdxl:{Sdxl}"), settings);
        _account.Emulator.Journal.Clear();
        await Commanded.One(command, "you/shop").RunAsync(_pipeline, _account.Client);

        Assert.Equal(differs ? new[] { "GET /v1/deployments/you/shop", "PATCH /v1/deployments/you/shop" } : new[] { "GET /v1/deployments/you/shop" }, _account.Sent);
        Assert.Equal(differs ? 2 : 1, Assert.IsType<Deployment>(Assert.Single(_pipeline.Written)).Release);
        Assert.Equal(differs ? 0 : 1, _pipeline.Warnings.Count(warning => warning.Contains("you/shop") && warning.Contains("release 1")));
    }

    public static TheoryData<SetReplicateModelCommand, string> Models => new()
    {
        { new SetReplicateModelCommand { Description = "before" }, "GET" },
        { new SetReplicateModelCommand { Description = "before", PaperUrl = "", WeightsUrl = "" }, "GET" },
        { new SetReplicateModelCommand { Readme = "# Read" }, "GET GET" },
        { new SetReplicateModelCommand { Readme = "# read" }, "GET GET PATCH" },
        { new SetReplicateModelCommand { Readme = "" }, "GET GET PATCH" },
        { new SetReplicateModelCommand { Readme = "# Read", Description = "after" }, "GET PATCH" },
        { new SetReplicateModelCommand { Description = "" }, "GET PATCH" },
        { new SetReplicateModelCommand { LicenseUrl = "https://example.com" }, "GET PATCH" },
    };

    [Theory, MemberData(nameof(Models))]
    public async Task A_model_is_changed_only_where_something_differs(SetReplicateModelCommand command, string sent)
    {
        ModelReference model = ModelReference.Parse("you/new");
        await _account.Client.Models.CreateAsync(new NewModel { Owner = "you", Name = "new", Hardware = "cpu", Visibility = "private" });
        await _account.Client.Models.UpdateAsync(model, new ModelChange { Description = "before", Readme = "# Read" });
        _account.Emulator.Journal.Clear();
        await Commanded.One(command, "you/new").RunAsync(_pipeline, _account.Client);

        Assert.Equal(sent, string.Join(" ", _account.Sent.Select(request => request.Split(' ')[0])));
        Assert.Equal("you/new", Assert.IsType<Model>(Assert.Single(_pipeline.Written)).FullName);
        Assert.Equal(sent.EndsWith("PATCH", StringComparison.Ordinal) ? 0 : 1, _pipeline.Warnings.Count);
    }

    [Fact]
    public async Task An_empty_readme_is_none()
    {
        await _account.Client.Models.CreateAsync(new NewModel { Owner = "you", Name = "new", Hardware = "cpu", Visibility = "private" });
        await Commanded.One(new SetReplicateModelCommand { Readme = "" }, "you/new").RunAsync(_pipeline, _account.Client);
        Assert.DoesNotContain(_account.Sent, request => request.StartsWith("PATCH", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_does_not_exist_is_not_found()
    {
        ReplicateException fault = await Assert.ThrowsAsync<ReplicateException>(() =>
            Commanded.One(new SetReplicateDeploymentCommand { MinInstances = 1 }, "you/none").RunAsync(_pipeline, _account.Client));
        Assert.Equal(ErrorKind.NotFound, fault.Kind);
        Assert.Empty(_pipeline.Written);
    }

    [Fact]
    public async Task A_deployment_that_does_not_tell_its_settings_is_set()
    {
        ReplicateClient silent = Answering.Client("""{"owner":"you","name":"shop"}""");
        await Commanded.One(new SetReplicateDeploymentCommand { MinInstances = 0 }, "you/shop").RunAsync(_pipeline, silent);
        Assert.Empty(_pipeline.Warnings);
    }
}
