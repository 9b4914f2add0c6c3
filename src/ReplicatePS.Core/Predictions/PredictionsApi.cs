using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace ReplicatePS.Core;

/// <summary>Running models.</summary>
public sealed class PredictionsApi
{
    private readonly ApiConnection _api;
    private readonly SchemasApi _schemas;

    internal PredictionsApi(ApiConnection api, SchemasApi schemas)
    {
        _api = api;
        _schemas = schemas;
    }

    /// <summary>Runs a model, a version or a deployment, at the address that it is run at.</summary>
    /// <param name="target">What to run.</param>
    /// <param name="prediction">The inputs and the webhook.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns>The prediction as it starts.</returns>
    public Task<Prediction> CreateAsync(RunTarget target, NewPrediction prediction, CancellationToken cancellation = default) => target switch
    {
        { Deployment: { } deployment } => CreateAsync(deployment, prediction, cancellation),
        { Model: { } model } => CreateAsync(model, prediction, cancellation),
        _ => CreateByVersionAsync(target.Version!, prediction, cancellation),
    };

    /// <summary>
    /// Runs a model: <c>POST /predictions</c> for a pinned version, else <c>POST /models/{owner}/{name}/predictions</c>. A model
    /// that is not official runs with its newest version, which costs one more look-up the first time.
    /// </summary>
    /// <param name="model">Which model, pinned or not.</param>
    /// <param name="prediction">The inputs and the webhook.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns>The prediction as it starts.</returns>
    public async Task<Prediction> CreateAsync(ModelReference model, NewPrediction prediction, CancellationToken cancellation = default)
    {
        if (model.Version is not null)
        {
            return await CreateByVersionAsync(model, model.Version, prediction, cancellation).ConfigureAwait(false);
        }

        // What was looked up says whether the model runs without a version. Where it does not say so, trying tells.
        RunSchema? known = _schemas.Find(model);
        if (known is { IsOfficial: false, LatestVersion: { } version })
        {
            return await CreateByVersionAsync(model, version, prediction, cancellation).ConfigureAwait(false);
        }

        try
        {
            return await CreateAtAsync($"{ModelsApi.PathOf(model)}/predictions", prediction, null, cancellation).ConfigureAwait(false);
        }
        catch (ReplicateException refused) when (refused.Kind == ErrorKind.NotFound)
        {
            // 404 says for certain that nothing was created: the model is not official, or does not exist.
            RunSchema found = await _schemas.GetAsync(RunTarget.Of(model), cancellation).ConfigureAwait(false);
            string latest = found.LatestVersion ?? throw new ReplicateException(ErrorKind.NotFound, $"The model {model} has no version yet.");
            _schemas.Learn(model, found.Unofficial());
            return await CreateByVersionAsync(model, latest, prediction, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Runs a version by its id alone: <c>POST /predictions</c>.</summary>
    /// <param name="version">The version's id.</param>
    /// <param name="prediction">The inputs and the webhook.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns>The prediction as it starts.</returns>
    public Task<Prediction> CreateByVersionAsync(string version, NewPrediction prediction, CancellationToken cancellation = default) =>
        CreateAtAsync("predictions", prediction, PathSegment.Check(version, "a version id"), cancellation);

    /// <summary>Runs a deployment: <c>POST /deployments/{owner}/{name}/predictions</c>.</summary>
    /// <param name="deployment">Which deployment.</param>
    /// <param name="prediction">The inputs and the webhook.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns>The prediction as it starts.</returns>
    public Task<Prediction> CreateAsync(DeploymentReference deployment, NewPrediction prediction, CancellationToken cancellation = default) =>
        CreateAtAsync($"{DeploymentsApi.PathOf(deployment)}/predictions", prediction, null, cancellation);

    /// <summary>Reads a prediction: <c>GET /predictions/{id}</c>.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns>The prediction as it is now.</returns>
    public async Task<Prediction> GetAsync(string id, CancellationToken cancellation = default) =>
        new(await _api.GetAsync(PathOf(id), cancellation, lane: RequestLane.Poll, largest: AnswerSize.Outputs).ConfigureAwait(false));

    /// <summary>Reads all predictions, newest first: <c>GET /predictions</c>.</summary>
    /// <param name="cancellation">Ends the walk.</param>
    /// <returns>Page by page, as they are asked for; they carry no logs.</returns>
    public IAsyncEnumerable<Page<Prediction>> ListAsync(CancellationToken cancellation = default) =>
        ListAsync(new PredictionFilter(), cancellation);

    /// <summary>Reads the predictions that a filter lets through, newest first: <c>GET /predictions</c>.</summary>
    /// <param name="filter">Which ones.</param>
    /// <param name="cancellation">Ends the walk.</param>
    /// <returns>Page by page, as they are asked for; they carry no logs.</returns>
    public IAsyncEnumerable<Page<Prediction>> ListAsync(PredictionFilter filter, CancellationToken cancellation = default) =>
        _api.ListAsync("predictions" + filter.ToQuery(), json => new Prediction(json), cancellation);

    /// <summary>Stops a prediction: <c>POST /predictions/{id}/cancel</c>. One that has ended stays as it is.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns>The prediction, which may go on for a moment.</returns>
    public async Task<Prediction> CancelAsync(string id, CancellationToken cancellation = default) =>
        new(await _api.PostAsync($"{PathOf(id)}/cancel", cancellation).ConfigureAwait(false));

    private async Task<Prediction> CreateByVersionAsync(ModelReference model, string version, NewPrediction prediction, CancellationToken cancellation)
    {
        try
        {
            return await CreateByVersionAsync(version, prediction, cancellation).ConfigureAwait(false);
        }
        catch (ReplicateException open) when (open.Attempt is not null)
        {
            // The request names the version alone.
            open.Attempt.Model ??= model.FullName;
            throw;
        }
    }

    private static string PathOf(string id) => $"predictions/{PathSegment.Escape(id, "a prediction id")}";

    private async Task<Prediction> CreateAtAsync(string path, NewPrediction prediction, string? version, CancellationToken cancellation)
    {
        WebhookTarget.Check(prediction.Webhook, prediction.WebhookEvents, _api.IsOnThisMachine);
        return new Prediction(await _api.CreateAsync(path, prediction.ToBody(version), prediction.Terms, cancellation).ConfigureAwait(false)) { RequestedVersion = version };
    }
}
