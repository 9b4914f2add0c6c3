using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;

namespace ReplicatePS.Core;

/// <summary>Models and their versions.</summary>
public sealed class ModelsApi
{
    private readonly ApiConnection _api;

    internal ModelsApi(ApiConnection api)
    {
        _api = api;
    }

    /// <summary>Creates a model: <c>POST /models</c>.</summary>
    /// <param name="model">What to create.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns>The model, without a version yet.</returns>
    public async Task<Model> CreateAsync(NewModel model, CancellationToken cancellation = default)
    {
        ModelReference reference = new(model.Owner, model.Name);
        JsonObject body = new()
        {
            ["owner"] = reference.Owner,
            ["name"] = reference.Name,
            ["visibility"] = model.Visibility,
            ["hardware"] = Hardware.CheckSku(model.Hardware),
        };
        Add(body, "description", model.Description);
        Add(body, "github_url", model.GitHubUrl);
        Add(body, "paper_url", model.PaperUrl);
        Add(body, "license_url", model.LicenseUrl);
        Add(body, "cover_image_url", model.CoverImageUrl);
        return new Model(await _api.CreateAsync("models", body, "name", cancellation).ConfigureAwait(false));
    }

    /// <summary>Creates a model unless it exists, in which case it stays as it is.</summary>
    /// <param name="model">What to create.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns>Whether it was created.</returns>
    public async Task<bool> CreateIfMissingAsync(NewModel model, CancellationToken cancellation = default)
    {
        try
        {
            await GetAsync(new ModelReference(model.Owner, model.Name), cancellation).ConfigureAwait(false);
            return false;
        }
        catch (ReplicateException missing) when (missing.Kind == ErrorKind.NotFound)
        {
            // Created below.
        }

        try
        {
            await CreateAsync(model, cancellation).ConfigureAwait(false);
            return true;
        }
        catch (ReplicateException taken) when (taken.Kind == ErrorKind.Conflict)
        {
            // Somebody else was faster.
            return false;
        }
    }

    /// <summary>Reads a model: <c>GET /models/{owner}/{name}</c>.</summary>
    /// <param name="model">Which one; a version in it plays no part.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns>The model.</returns>
    public async Task<Model> GetAsync(ModelReference model, CancellationToken cancellation = default) =>
        new(await _api.GetAsync(PathOf(model), cancellation).ConfigureAwait(false));

    /// <summary>Reads all public models: <c>GET /models</c>.</summary>
    /// <param name="sort">What they are ordered by.</param>
    /// <param name="descending">Whether the newest come first.</param>
    /// <param name="cancellation">Ends the walk.</param>
    /// <returns>Page by page, as they are asked for; a page may have some megabytes.</returns>
    public IAsyncEnumerable<Page<Model>> ListAsync(
        ModelSort sort = ModelSort.LatestVersionCreatedAt, bool descending = true, CancellationToken cancellation = default)
    {
        string key = sort == ModelSort.ModelCreatedAt ? "model_created_at" : "latest_version_created_at";
        return _api.ListAsync($"models?sort_by={key}&sort_direction={(descending ? "desc" : "asc")}", json => new Model(json), cancellation);
    }

    /// <summary>Finds public models: <c>QUERY /models</c>.</summary>
    /// <param name="text">What to look for.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns>The models, best first, no more than a page.</returns>
    public async Task<IReadOnlyList<Model>> SearchAsync(string text, CancellationToken cancellation = default)
    {
        JsonElement page = await _api.QueryAsync("models", text, cancellation).ConfigureAwait(false);
        return page.Items("results").Select(item => new Model(item.Clone())).ToArray();
    }

    /// <summary>Changes the texts of a model: <c>PATCH /models/{owner}/{name}</c>.</summary>
    /// <param name="model">Which one.</param>
    /// <param name="change">What changes.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns>The model as it is then.</returns>
    public async Task<Model> UpdateAsync(ModelReference model, ModelChange change, CancellationToken cancellation = default)
    {
        JsonObject body = change.ToBody();
        return body.Count > 0
            ? new Model(await _api.PatchAsync(PathOf(model), body, cancellation).ConfigureAwait(false))
            : throw ReplicateException.Invalid($"Nothing was given to change about the model {model.FullName}.");
    }

    /// <summary>Deletes a model: <c>DELETE /models/{owner}/{name}</c>.</summary>
    /// <param name="model">Which one; it must be private and without versions.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns>When it is deleted.</returns>
    public Task DeleteAsync(ModelReference model, CancellationToken cancellation = default) => _api.DeleteAsync(PathOf(model), cancellation);

    /// <summary>Reads a model's readme: <c>GET /models/{owner}/{name}/readme</c>.</summary>
    /// <param name="model">Which model.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns>Markdown.</returns>
    public Task<string> GetReadmeAsync(ModelReference model, CancellationToken cancellation = default) =>
        _api.GetTextAsync($"{PathOf(model)}/readme", cancellation);

    /// <summary>Reads the predictions that the author shows as examples: <c>GET /models/{owner}/{name}/examples</c>.</summary>
    /// <param name="model">Which model.</param>
    /// <param name="cancellation">Ends the walk.</param>
    /// <returns>Page by page, as they are asked for.</returns>
    public IAsyncEnumerable<Page<Prediction>> ListExamplesAsync(ModelReference model, CancellationToken cancellation = default) =>
        _api.ListAsync($"{PathOf(model)}/examples", json => new Prediction(json), cancellation);

    /// <summary>Deletes a version with its predictions and files: <c>DELETE /models/{owner}/{name}/versions/{id}</c>.</summary>
    /// <param name="model">Which model, pinned to the version.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns>When Replicate has taken it on, which goes on for some minutes.</returns>
    public Task DeleteVersionAsync(ModelReference model, CancellationToken cancellation = default) =>
        _api.DeleteAsync(VersionPathOf(model), cancellation);

    /// <summary>Reads a version: <c>GET /models/{owner}/{name}/versions/{id}</c>.</summary>
    /// <param name="model">Which model, pinned to the version.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns>The version.</returns>
    public async Task<ModelVersion> GetVersionAsync(ModelReference model, CancellationToken cancellation = default) =>
        new(await _api.GetAsync(VersionPathOf(model), cancellation).ConfigureAwait(false));

    /// <summary>Reads all versions, newest first: <c>GET /models/{owner}/{name}/versions</c>.</summary>
    /// <param name="model">Which model.</param>
    /// <param name="cancellation">Ends the walk.</param>
    /// <returns>Page by page, as they are asked for.</returns>
    public IAsyncEnumerable<Page<ModelVersion>> ListVersionsAsync(ModelReference model, CancellationToken cancellation = default) =>
        _api.ListAsync($"{PathOf(model)}/versions", json => new ModelVersion(json), cancellation);

    /// <summary>The same model pinned to its newest version when it is not pinned yet.</summary>
    /// <param name="model">Which model.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns>A pinned reference.</returns>
    /// <exception cref="ReplicateException">The model has no version.</exception>
    public async Task<ModelReference> PinAsync(ModelReference model, CancellationToken cancellation = default)
    {
        if (model.Version is not null)
        {
            return model;
        }

        Model found = await GetAsync(model, cancellation).ConfigureAwait(false);
        return found.LatestVersion is { } latest
            ? model.At(latest.Id)
            : throw new ReplicateException(ErrorKind.NotFound, $"The model {model} has no version yet.");
    }

    internal static string PathOf(ModelReference model) =>
        $"models/{PathSegment.Escape(model.Owner, "a model owner")}/{PathSegment.Escape(model.Name, "a model name")}";

    private static string VersionPathOf(ModelReference model) => $"{PathOf(model)}/versions/{PathSegment.Escape(model.Version, "a version id")}";

    private static void Add(JsonObject body, string name, string? value)
    {
        if (value is not null)
        {
            body[name] = value;
        }
    }
}
