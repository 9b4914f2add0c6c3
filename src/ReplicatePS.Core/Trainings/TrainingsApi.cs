using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;

namespace ReplicatePS.Core;

/// <summary>Fine-tuning models.</summary>
public sealed class TrainingsApi
{
    private readonly ApiConnection _api;

    internal TrainingsApi(ApiConnection api)
    {
        _api = api;
    }

    /// <summary>Starts a training: <c>POST /models/{owner}/{name}/versions/{version}/trainings</c>.</summary>
    /// <param name="training">The trainer, the destination, the inputs and the webhook.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns>The training as it starts.</returns>
    public async Task<Training> CreateAsync(NewTraining training, CancellationToken cancellation = default)
    {
        WebhookTarget.Check(training.Webhook, training.WebhookEvents, _api.IsOnThisMachine);
        string version = PathSegment.Escape(training.Trainer.Version, "a version id");
        string path = $"{ModelsApi.PathOf(training.Trainer)}/versions/{version}/trainings";
        try
        {
            return new Training(await _api.CreateAsync(path, training.ToBody(), "id", cancellation).ConfigureAwait(false))
            {
                RequestedVersion = training.Trainer.Version,
            };
        }
        catch (ReplicateException refused) when (IsMissingDestination(refused))
        {
            throw refused.Rephrase($"The training destination {training.Destination} does not exist.");
        }
    }

    /// <summary>Reads a training: <c>GET /trainings/{id}</c>.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns>The training as it is now.</returns>
    public async Task<Training> GetAsync(string id, CancellationToken cancellation = default) =>
        new(await _api.GetAsync(PathOf(id), cancellation, largest: AnswerSize.Outputs).ConfigureAwait(false));

    /// <summary>Reads all trainings, newest first: <c>GET /trainings</c>.</summary>
    /// <param name="cancellation">Ends the walk.</param>
    /// <returns>Page by page, as they are asked for.</returns>
    public IAsyncEnumerable<Page<Training>> ListAsync(CancellationToken cancellation = default) =>
        _api.ListAsync("trainings", json => new Training(json), cancellation);

    /// <summary>Reads the trainings of a time, newest first: <c>GET /trainings</c>, which has no filter. Reading ends with the time.</summary>
    /// <param name="from">Only those that were created at this time or later; null for no bound.</param>
    /// <param name="until">Only those that were created before this time; null for no bound.</param>
    /// <param name="cancellation">Ends the walk.</param>
    /// <returns>Page by page, as they are asked for.</returns>
    public async IAsyncEnumerable<Page<Training>> ListAsync(
        DateTimeOffset? from, DateTimeOffset? until, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        await foreach (Page<Training> page in ListAsync(cancellation).ConfigureAwait(false))
        {
            Training[] inTime = page.Results.Where(one => !(one.CreatedAt < from) && !(one.CreatedAt >= until)).ToArray();
            yield return new Page<Training>(inTime, page.Next);
            if (page.Results.Count > 0 && page.Results.All(one => one.CreatedAt < from))
            {
                yield break;
            }
        }
    }

    /// <summary>Stops a training: <c>POST /trainings/{id}/cancel</c>. One that has ended stays as it is.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns>The training, which may go on for a moment.</returns>
    public async Task<Training> CancelAsync(string id, CancellationToken cancellation = default) =>
        new(await _api.PostAsync($"{PathOf(id)}/cancel", cancellation).ConfigureAwait(false));

    /// <summary>Whether a refusal says that the destination, and not the trainer, is missing.</summary>
    /// <param name="refused">The refusal of a create.</param>
    /// <returns>True when the destination is what is missing.</returns>
    public static bool IsMissingDestination(ReplicateException refused) =>
        refused.Kind == ErrorKind.NotFound
        && refused.Detail?.IndexOf("destination", StringComparison.OrdinalIgnoreCase) >= 0;

    private static string PathOf(string id) => $"trainings/{PathSegment.Escape(id, "a training id")}";
}
