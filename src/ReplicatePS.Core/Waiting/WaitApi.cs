using System;
using System.Threading;
using System.Threading.Tasks;

namespace ReplicatePS.Core;

/// <summary>Waits for predictions and trainings to end, in any of the four ways in which they can.</summary>
public sealed class WaitApi
{
    // What a client's own retries did not cure may pass; what lasts this many looks does not.
    private const int MostFailedLooks = 8;
    private const double Growth = 1.4;

    private readonly PredictionsApi _predictions;
    private readonly TrainingsApi _trainings;
    private readonly TimeProvider _clock;

    internal WaitApi(PredictionsApi predictions, TrainingsApi trainings, TimeProvider clock)
    {
        _predictions = predictions;
        _trainings = trainings;
        _clock = clock;
    }

    /// <summary>Waits for a prediction to end.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="settings">The bound and the pace; null takes the defaults.</param>
    /// <param name="seen">Is given the prediction at each look, the last one included.</param>
    /// <param name="cancellation">Ends the wait; the prediction goes on.</param>
    /// <returns>The prediction, ended.</returns>
    /// <exception cref="ReplicateException">The bound was reached, or the prediction cannot be read.</exception>
    public Task<Prediction> ForPredictionAsync(
        string id, WaitSettings? settings = null, Action<Prediction>? seen = null, CancellationToken cancellation = default) =>
        ForAsync("prediction", id, _predictions.GetAsync, settings ?? new WaitSettings(), seen, cancellation);

    /// <summary>Waits for a training to end.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="settings">The bound and the pace; null takes the defaults.</param>
    /// <param name="seen">Is given the training at each look, the last one included.</param>
    /// <param name="cancellation">Ends the wait; the training goes on.</param>
    /// <returns>The training, ended.</returns>
    /// <exception cref="ReplicateException">The bound was reached, or the training cannot be read.</exception>
    public Task<Training> ForTrainingAsync(
        string id, WaitSettings? settings = null, Action<Training>? seen = null, CancellationToken cancellation = default) =>
        ForAsync("training", id, _trainings.GetAsync, settings ?? new WaitSettings(), seen, cancellation);

    private async Task<T> ForAsync<T>(
        string what,
        string id,
        Func<string, CancellationToken, Task<T>> read,
        WaitSettings settings,
        Action<T>? seen,
        CancellationToken cancellation)
        where T : Run
    {
        using Deadline bound = new(_clock, settings.Timeout, cancellation);
        string? lastStatus = null;
        try
        {
            TimeSpan pause = settings.FirstPause;
            for (int failures = 0; ;)
            {
                try
                {
                    T run = await read(id, bound.Token).ConfigureAwait(false);
                    lastStatus = run.Status;
                    failures = 0;
                    seen?.Invoke(run);
                    if (run.HasEnded)
                    {
                        return run;
                    }
                }
                catch (ReplicateException fault) when (fault.IsTransient || fault.Kind == ErrorKind.BadResponse)
                {
                    // A look that failed says nothing of what is looked at.
                    if (++failures == MostFailedLooks)
                    {
                        throw;
                    }
                }

                await _clock.Delay(pause, bound.Token).ConfigureAwait(false);
                double longer = Math.Min(pause.TotalSeconds * Growth, settings.LongestPause.TotalSeconds);
                pause = TimeSpan.FromSeconds(longer);
            }
        }
        catch (ReplicateException fault) when (!bound.IsUp || !fault.IsTransient)
        {
            throw fault.Rephrase($"The {what} {id} cannot be waited for: {fault.Message}", id);
        }
        catch (Exception fault) when (bound.IsUp && !cancellation.IsCancellationRequested)
        {
            string state = lastStatus is null ? "its status could not be read" : $"its status is '{lastStatus}'";
            throw new ReplicateException(
                ErrorKind.WaitTimeout, $"The {what} {id} has not ended within {settings.Timeout.TotalSeconds:0.#} s; {state}. It goes on at Replicate.", fault)
            {
                Id = id,
            };
        }
    }
}
