using System.Collections.Generic;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;

namespace ReplicatePS.Core;

/// <summary>Deployments.</summary>
public sealed class DeploymentsApi
{
    private readonly ApiConnection _api;

    internal DeploymentsApi(ApiConnection api)
    {
        _api = api;
    }

    /// <summary>Reads all deployments of the account: <c>GET /deployments</c>.</summary>
    /// <param name="cancellation">Ends the walk.</param>
    /// <returns>Page by page, as they are asked for.</returns>
    public IAsyncEnumerable<Page<Deployment>> ListAsync(CancellationToken cancellation = default) =>
        _api.ListAsync("deployments", json => new Deployment(json), cancellation);

    /// <summary>Reads a deployment: <c>GET /deployments/{owner}/{name}</c>.</summary>
    /// <param name="deployment">Which one.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns>The deployment.</returns>
    public async Task<Deployment> GetAsync(DeploymentReference deployment, CancellationToken cancellation = default) =>
        new(await _api.GetAsync(PathOf(deployment), cancellation).ConfigureAwait(false));

    /// <summary>Creates a deployment of the account: <c>POST /deployments</c>.</summary>
    /// <param name="name">Its name, without an owner.</param>
    /// <param name="model">The model, pinned to the version that it runs.</param>
    /// <param name="settings">Hardware and instances; all of them are needed.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns>The deployment.</returns>
    public async Task<Deployment> CreateAsync(
        string name, ModelReference model, DeploymentSettings settings, CancellationToken cancellation = default)
    {
        if (settings.Hardware is null || settings.MinInstances is null || settings.MaxInstances is null)
        {
            throw ReplicateException.Invalid("A new deployment needs its hardware and its smallest and largest number of instances.");
        }

        ModelReference pinned = model.At(settings.Version);
        JsonObject body = new()
        {
            ["name"] = DeploymentReference.CheckName(name),
            ["model"] = pinned.FullName,
            ["version"] = PathSegment.Check(pinned.Version, "a version id"),
        };
        settings.AddTo(body);
        return new Deployment(await _api.CreateAsync("deployments", body, "name", cancellation).ConfigureAwait(false));
    }

    /// <summary>Changes a deployment, which makes a new release: <c>PATCH /deployments/{owner}/{name}</c>.</summary>
    /// <param name="deployment">Which one.</param>
    /// <param name="settings">What to change; what is null stays.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns>The deployment with its new release.</returns>
    public async Task<Deployment> UpdateAsync(
        DeploymentReference deployment, DeploymentSettings settings, CancellationToken cancellation = default)
    {
        if (settings.IsEmpty)
        {
            throw ReplicateException.Invalid($"Nothing was given to change about the deployment {deployment}.");
        }

        JsonObject body = new();
        settings.AddTo(body);
        return new Deployment(await _api.PatchAsync(PathOf(deployment), body, cancellation).ConfigureAwait(false));
    }

    /// <summary>Deletes a deployment: <c>DELETE /deployments/{owner}/{name}</c>.</summary>
    /// <param name="deployment">Which one; it must be offline and unused for 15 minutes.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns>When it is deleted.</returns>
    public Task DeleteAsync(DeploymentReference deployment, CancellationToken cancellation = default) =>
        _api.DeleteAsync(PathOf(deployment), cancellation);

    internal static string PathOf(DeploymentReference deployment) =>
        $"deployments/{PathSegment.Escape(deployment.Owner, "a deployment owner")}/{PathSegment.Escape(deployment.Name, "a deployment name")}";
}
