using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Threading;

namespace ReplicatePS.Core;

/// <summary>Reading what predictions make while they make it.</summary>
public sealed class StreamsApi
{
    private readonly ApiConnection _api;
    private readonly PredictionsApi _predictions;

    internal StreamsApi(ApiConnection api, PredictionsApi predictions)
    {
        _api = api;
        _predictions = predictions;
    }

    /// <summary>
    /// Reads a prediction's events from the first to the last, late readers too: <c>GET urls.stream</c>. A stream that is cut goes on
    /// where it was cut. Of a prediction that has no stream, or whose stream is gone, the output is looked at as it grows:
    /// <c>GET /predictions/{id}</c>.
    /// </summary>
    /// <param name="prediction">The prediction, in whatever state it was last seen.</param>
    /// <param name="settings">The bounds; null takes the defaults.</param>
    /// <param name="seen">Is given the prediction each time that it was read.</param>
    /// <param name="cancellation">Ends the reading; the prediction goes on.</param>
    /// <returns>The events. The last one is <c>done</c>, also where the prediction did not end well.</returns>
    /// <exception cref="ReplicateException">The bound was reached, or the prediction cannot be read.</exception>
    public IAsyncEnumerable<StreamEvent> ReadAsync(
        Prediction prediction, StreamSettings? settings = null, Action<Prediction>? seen = null, CancellationToken cancellation = default) =>
        ReadAsync(prediction.Id, prediction, settings ?? new StreamSettings(), seen, cancellation);

    /// <summary>The same for a prediction of which only the id is known: <c>GET /predictions/{id}</c>, then its stream.</summary>
    /// <param name="id">The prediction's id.</param>
    /// <param name="settings">The bounds; null takes the defaults.</param>
    /// <param name="seen">Is given the prediction each time that it was read.</param>
    /// <param name="cancellation">Ends the reading; the prediction goes on.</param>
    /// <returns>The events. The last one is <c>done</c>, also where the prediction did not end well.</returns>
    /// <exception cref="ReplicateException">The bound was reached, or the prediction cannot be read.</exception>
    public IAsyncEnumerable<StreamEvent> ReadAsync(
        string id, StreamSettings? settings = null, Action<Prediction>? seen = null, CancellationToken cancellation = default) =>
        ReadAsync(id, null, settings ?? new StreamSettings(), seen, cancellation);

    private async IAsyncEnumerable<StreamEvent> ReadAsync(
        string id, Prediction? prediction, StreamSettings settings, Action<Prediction>? seen, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using Deadline bound = new(_api.Options.TimeProvider, settings.Timeout, cancellation);
        PredictionStream stream = new(_api, _predictions, id, settings.IdleTimeout, seen);
        await using IAsyncEnumerator<StreamEvent> events = stream.ReadAsync(prediction, bound.Token).GetAsyncEnumerator(bound.Token);
        while (true)
        {
            try
            {
                if (!await events.MoveNextAsync().ConfigureAwait(false))
                {
                    yield break;
                }
            }
            catch (Exception) when (cancellation.IsCancellationRequested)
            {
                throw new OperationCanceledException(cancellation);
            }
            catch (Exception fault) when (bound.IsUp)
            {
                throw new ReplicateException(
                    ErrorKind.WaitTimeout, $"The prediction {id} has not ended within {settings.Timeout.TotalSeconds:0.#} s. It goes on at Replicate.", fault)
                {
                    Id = id,
                };
            }

            yield return events.Current;
        }
    }
}
