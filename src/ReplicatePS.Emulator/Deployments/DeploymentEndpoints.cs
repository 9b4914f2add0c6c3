using System;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using ReplicatePS.Emulator.Accounts;
using ReplicatePS.Emulator.Http;
using ReplicatePS.Emulator.Models;
using ReplicatePS.Emulator.Validation;

namespace ReplicatePS.Emulator.Deployments;

/// <summary>Deployments. Predictions by them are the predictions' business.</summary>
internal sealed class DeploymentEndpoints
{
    private static readonly TimeSpan IdleBeforeDelete = TimeSpan.FromMinutes(15);

    private readonly EmulatorOptions _options;
    private readonly DeploymentStore _deployments;
    private readonly ModelStore _models;
    private readonly AccountEndpoint _account;

    public DeploymentEndpoints(EmulatorOptions options, DeploymentStore deployments, ModelStore models, AccountEndpoint account)
    {
        _options = options;
        _deployments = deployments;
        _models = models;
        _account = account;
    }

    public void MapTo(Router router)
    {
        router.Map("GET", "/deployments", List);
        router.Map("POST", "/deployments", CreateAsync);
        router.Map("GET", "/deployments/{owner}/{name}", exchange => Answer(200, exchange, Find(exchange)));
        router.Map("PATCH", "/deployments/{owner}/{name}", UpdateAsync);
        router.Map("DELETE", "/deployments/{owner}/{name}", Delete);
    }

    private EmulatorResponse List(Exchange exchange) => Page.Of(
        exchange,
        _deployments.All,
        deployment => deployment.CreatedAt,
        (writer, deployment) => Write(writer, deployment, exchange.Origin),
        _options.RelativePageLinks);

    private async Task<EmulatorResponse> CreateAsync(Exchange exchange)
    {
        JsonObject body = await exchange.ReadJsonObjectAsync().ConfigureAwait(false);
        var form = new DeploymentForm(body, _models, exchange.Now);
        string name = form.Name();
        ModelVersion? version = form.Version(form.Model());
        string hardware = form.Hardware("");
        (int min, int max) = form.Instances(null, null);
        form.RefuseFaults();

        var deployment = new Deployment
        {
            Owner = _options.Username,
            Name = name,
            CreatedAt = exchange.Now,
            Release = new Release(1, version!, exchange.Now, hardware, min, max),
        };
        if (!_deployments.TryAdd(deployment))
        {
            throw Refusal.ValidationFailed(409, new[] { new PointedFault("/name", "A deployment with that name already exists.") });
        }

        return Answer(201, exchange, deployment);
    }

    private async Task<EmulatorResponse> UpdateAsync(Exchange exchange)
    {
        Deployment deployment = Find(exchange);
        JsonObject body = await exchange.ReadJsonObjectAsync().ConfigureAwait(false);
        Release current = deployment.Release;
        var form = new DeploymentForm(body, _models, exchange.Now);
        ModelVersion? version = body.ContainsKey("version") ? form.Version(current.Version.Model) : current.Version;
        string hardware = form.Hardware(current.Hardware);
        (int min, int max) = form.Instances(current.MinInstances, current.MaxInstances);
        form.RefuseFaults();
        deployment.Release = new Release(current.Number + 1, version!, exchange.Now, hardware, min, max);
        return Answer(200, exchange, deployment);
    }

    private EmulatorResponse Delete(Exchange exchange)
    {
        Deployment deployment = Find(exchange);
        if (deployment.Release.MinInstances > 0)
        {
            throw Refusal.Detail(400, "This deployment has running instances. Set min_instances to 0 before deleting it.");
        }

        if (deployment.LastUsedAt is { } last && exchange.Now - last < IdleBeforeDelete)
        {
            throw Refusal.Detail(400, "This deployment has been used in the last 15 minutes. It can be deleted once it is offline and idle.");
        }

        _deployments.Remove(deployment);
        return EmulatorResponse.Empty(204);
    }

    private Deployment Find(Exchange exchange) =>
        _deployments.Find(exchange.FullName) ?? throw Refusal.Detail(404, "No Deployment matches the given query.");

    private EmulatorResponse Answer(int status, Exchange exchange, Deployment deployment) =>
        Json.WebResponse(status, writer => Write(writer, deployment, exchange.Origin));

    private void Write(Utf8JsonWriter writer, Deployment deployment, Origin origin)
    {
        Release release = deployment.Release;
        writer.WriteStartObject();
        writer.WriteString("owner", deployment.Owner);
        writer.WriteString("name", deployment.Name);
        writer.WriteStartObject("current_release");
        writer.WriteNumber("number", release.Number);
        writer.WriteString("model", release.Version.Model.FullName);
        writer.WriteString("version", release.Version.Id);
        writer.WriteString("created_at", Json.Time(release.CreatedAt, 6));
        writer.WritePropertyName("created_by");
        _account.Write(writer, origin);
        writer.WriteStartObject("configuration");
        writer.WriteString("hardware", release.Hardware);
        writer.WriteNumber("min_instances", release.MinInstances);
        writer.WriteNumber("max_instances", release.MaxInstances);
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteEndObject();
    }
}
