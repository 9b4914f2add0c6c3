using System;
using System.Threading;
using System.Threading.Tasks;

namespace ReplicatePS.Core;

/// <summary>
/// Waits for predictions and trainings to end, in any of the four ways in which they can. All waits of a client share their looks.
/// </summary>
public sealed class WaitApi
{
    private readonly RunWaits<Prediction> _predictions;
    private readonly RunWaits<Training> _trainings;

    internal WaitApi(ApiConnection api, PredictionsApi predictions, TrainingsApi trainings)
    {
        TimeProvider clock = api.Options.TimeProvider;
        _predictions = new RunWaits<Prediction>("prediction", predictions.GetAsync, predictions.ListAsync, clock, new EndStream(api));
        _trainings = new RunWaits<Training>("training", trainings.GetAsync, trainings.ListAsync, clock, ends: null);
    }

    /// <summary>Waits for a prediction to end.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="settings">The bound and the pace; null takes the defaults.</param>
    /// <param name="seen">Is given the prediction at each look, the last one included. What a list showed has no logs.</param>
    /// <param name="cancellation">Ends the wait; the prediction goes on.</param>
    /// <returns>The prediction, ended.</returns>
    /// <exception cref="ReplicateException">The bound was reached, or the prediction cannot be read.</exception>
    public Task<Prediction> ForPredictionAsync(
        string id, WaitSettings? settings = null, Action<Prediction>? seen = null, CancellationToken cancellation = default) =>
        _predictions.ForAsync(id, settings, seen, cancellation);

    /// <summary>Waits for a prediction to end. One that is known to have ended is not asked for again, unless it came from a list.</summary>
    /// <param name="prediction">The prediction as it was last seen.</param>
    /// <param name="settings">The bound and the pace; null takes the defaults.</param>
    /// <param name="seen">Is given the prediction at each look, the last one included. What a list showed has no logs.</param>
    /// <param name="cancellation">Ends the wait; the prediction goes on.</param>
    /// <returns>The prediction, ended.</returns>
    /// <exception cref="ReplicateException">The bound was reached, or the prediction cannot be read.</exception>
    public Task<Prediction> ForPredictionAsync(
        Prediction prediction, WaitSettings? settings = null, Action<Prediction>? seen = null, CancellationToken cancellation = default) =>
        _predictions.ForAsync(prediction, settings, seen, cancellation);

    /// <summary>Waits for a training to end.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="settings">The bound and the pace; null takes the defaults.</param>
    /// <param name="seen">Is given the training at each look, the last one included. What a list showed has no logs.</param>
    /// <param name="cancellation">Ends the wait; the training goes on.</param>
    /// <returns>The training, ended.</returns>
    /// <exception cref="ReplicateException">The bound was reached, or the training cannot be read.</exception>
    public Task<Training> ForTrainingAsync(
        string id, WaitSettings? settings = null, Action<Training>? seen = null, CancellationToken cancellation = default) =>
        _trainings.ForAsync(id, settings, seen, cancellation);

    /// <summary>Waits for a training to end. One that is known to have ended is not asked for again, unless it came from a list.</summary>
    /// <param name="training">The training as it was last seen.</param>
    /// <param name="settings">The bound and the pace; null takes the defaults.</param>
    /// <param name="seen">Is given the training at each look, the last one included. What a list showed has no logs.</param>
    /// <param name="cancellation">Ends the wait; the training goes on.</param>
    /// <returns>The training, ended.</returns>
    /// <exception cref="ReplicateException">The bound was reached, or the training cannot be read.</exception>
    public Task<Training> ForTrainingAsync(
        Training training, WaitSettings? settings = null, Action<Training>? seen = null, CancellationToken cancellation = default) =>
        _trainings.ForAsync(training, settings, seen, cancellation);
}
