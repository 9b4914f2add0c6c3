using System;
using System.Linq;
using ReplicatePS.Emulator.Deployments;
using ReplicatePS.Emulator.Http;
using ReplicatePS.Emulator.Runs;

namespace ReplicatePS.Emulator.Models;

/// <summary>The versions of models. Nothing here makes one: trainings do.</summary>
internal sealed class VersionEndpoints
{
    /// <summary>How long after it was accepted a deletion is done.</summary>
    private static readonly TimeSpan DeletionTime = TimeSpan.FromMinutes(1);

    private readonly EmulatorOptions _options;
    private readonly ModelStore _models;
    private readonly DeploymentStore _deployments;
    private readonly RunStore _runs;

    public VersionEndpoints(EmulatorOptions options, ModelStore models, DeploymentStore deployments, RunStore runs)
    {
        _options = options;
        _models = models;
        _deployments = deployments;
        _runs = runs;
    }

    public void MapTo(Router router)
    {
        router.Map("GET", "/models/{owner}/{name}/versions", List);
        router.Map("GET", "/models/{owner}/{name}/versions/{version}", Get);
        router.Map("DELETE", "/models/{owner}/{name}/versions/{version}", Delete);
    }

    private EmulatorResponse List(Exchange exchange) => Page.Of(
        exchange,
        (_models.Find(exchange.FullName) ?? throw Refusal.NotFound()).VersionsAt(exchange.Now),
        version => version.CreatedAt(exchange.Now),
        (writer, version) => ModelWriter.Write(writer, version, exchange.Now),
        _options.RelativePageLinks);

    private EmulatorResponse Get(Exchange exchange)
    {
        ModelVersion version = Find(exchange);
        return Json.WebResponse(200, writer => ModelWriter.Write(writer, version, exchange.Now));
    }

    private EmulatorResponse Delete(Exchange exchange)
    {
        ModelVersion version = Find(exchange);
        if (version.Model.Owner != _options.Username)
        {
            throw Refusal.Detail(403, $"You do not have permission to delete versions of {version.Model.FullName}: it is not your model.");
        }

        if (version.Model.Visibility != "private")
        {
            throw Refusal.Detail(400, $"The model {version.Model.FullName} is public. Only versions of private models can be deleted.");
        }

        if (_deployments.All.FirstOrDefault(deployment => deployment.Release.Version == version) is { } deployment)
        {
            throw Refusal.Detail(400, $"The deployment {deployment.FullName} uses this version. Delete the deployment or give it another version first.");
        }

        if (_runs.HasTrainingOf(version.Id))
        {
            throw Refusal.Detail(400, "This version is the base of a training, so it cannot be deleted.");
        }

        DateTimeOffset done = exchange.Now + DeletionTime;
        version.DeleteAt(done);
        _runs.DeletePredictionsOf(version.Id, done);
        return EmulatorResponse.Empty(202);
    }

    private ModelVersion Find(Exchange exchange)
    {
        ModelVersion? version = _models.FindVersion(exchange.Route["version"], exchange.Now);
        return version?.Model.FullName == exchange.FullName ? version : throw Refusal.NotFound();
    }
}
