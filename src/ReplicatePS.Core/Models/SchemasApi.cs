using System.Threading;
using System.Threading.Tasks;

namespace ReplicatePS.Core;

/// <summary>What models take and give, looked up once and remembered for a minute.</summary>
public sealed class SchemasApi
{
    private readonly ModelsApi _models;
    private readonly DeploymentsApi _deployments;
    private readonly Remembered<RunSchema> _known;

    internal SchemasApi(ApiConnection api, ModelsApi models, DeploymentsApi deployments)
    {
        _models = models;
        _deployments = deployments;
        _known = new Remembered<RunSchema>(api.Options.TimeProvider);
    }

    /// <summary>
    /// Looks up what is to run: <c>GET /models/{owner}/{name}</c> for a model, <c>GET /models/{owner}/{name}/versions/{id}</c> for a
    /// version of it, and <c>GET /deployments/{owner}/{name}</c> before that for a deployment. A version alone cannot be looked up.
    /// </summary>
    /// <param name="target">What is to run.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns>What is known of it; where there is no schema, it takes anything.</returns>
    /// <exception cref="ReplicateException">There is no such model or deployment, or it cannot be read.</exception>
    public Task<RunSchema> GetAsync(RunTarget target, CancellationToken cancellation = default) => target switch
    {
        { Deployment: { } deployment } => _known.GetAsync("deployment " + deployment, () => OfDeploymentAsync(target, deployment, cancellation), cancellation),
        { Model: { } model } => _known.GetAsync(model.ToString(), () => OfModelAsync(target, model, cancellation), cancellation),
        _ => Task.FromResult(new RunSchema(target, null, null)),
    };

    /// <summary>What is remembered of a model; null when it was not looked up in the last minute.</summary>
    internal RunSchema? Find(ModelReference model) => _known.Find(model.ToString());

    /// <summary>Keeps what a request has told since.</summary>
    internal void Learn(ModelReference model, RunSchema schema) => _known.Learn(model.ToString(), schema);

    private async Task<RunSchema> OfModelAsync(RunTarget target, ModelReference model, CancellationToken cancellation)
    {
        if (model.Version is not null)
        {
            return new RunSchema(target, await VersionAsync(model, cancellation).ConfigureAwait(false), isOfficial: null);
        }

        Model found = await _models.GetAsync(model, cancellation).ConfigureAwait(false);
        return new RunSchema(target, found.LatestVersion, found.Json.Flag("is_official"));
    }

    private async Task<RunSchema> OfDeploymentAsync(RunTarget target, DeploymentReference deployment, CancellationToken cancellation)
    {
        Deployment found = await _deployments.GetAsync(deployment, cancellation).ConfigureAwait(false);
        ModelVersion? version = found is { Model: { } model, Version: { } id }
            ? await VersionAsync(ModelReference.Parse(model).At(id), cancellation).ConfigureAwait(false)
            : null;
        return new RunSchema(target, version, isOfficial: null);
    }

    /// <summary>A version that cannot be read may run all the same; then the create tells what is wrong.</summary>
    private async Task<ModelVersion?> VersionAsync(ModelReference pinned, CancellationToken cancellation)
    {
        try
        {
            return await _models.GetVersionAsync(pinned, cancellation).ConfigureAwait(false);
        }
        catch (ReplicateException hidden) when (hidden.Kind is ErrorKind.NotFound or ErrorKind.Forbidden)
        {
            return null;
        }
    }
}
