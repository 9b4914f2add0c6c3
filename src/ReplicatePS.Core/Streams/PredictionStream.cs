using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;

namespace ReplicatePS.Core;

/// <summary>
/// Reads one prediction's events: from its stream as long as that leads on, then from the prediction itself. A stream that ends
/// without saying that it is done was cut, however tidy the end looks.
/// </summary>
internal sealed class PredictionStream
{
    private const int MostFailedLooks = 8;

    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(0.25);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestBackOff = TimeSpan.FromSeconds(15);

    private readonly ApiConnection _api;
    private readonly PredictionsApi _predictions;
    private readonly string _id;
    private readonly EventDoor _door;
    private readonly Action<Prediction>? _seen;
    private readonly EmittedOutput _emitted = new();
    private int _failedLooks;

    public PredictionStream(ApiConnection api, PredictionsApi predictions, string id, TimeSpan idle, Action<Prediction>? seen)
    {
        _api = api;
        _predictions = predictions;
        _id = id;
        _door = new EventDoor(api, idle);
        _seen = seen;
    }

    /// <summary>Reads the events.</summary>
    /// <param name="prediction">The prediction as it was last seen; null when it has to be read first.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public async IAsyncEnumerable<StreamEvent> ReadAsync(Prediction? prediction, [EnumeratorCancellation] CancellationToken cancellation)
    {
        prediction ??= await LookAsync(null, cancellation).ConfigureAwait(false);
        bool isDone = false;
        if (!prediction.HasEnded && _door.StreamOf(prediction) is { } address)
        {
            ResumePoint resume = new();
            for (int fruitless = 0; resume.CanGoOn && !isDone; resume.Reconnect())
            {
                await using EventFeed? feed = await _door.OpenAsync(address, resume.LastId, cancellation).ConfigureAwait(false);
                bool isFruitless = true;
                while (feed is not null && !isDone && await feed.NextAsync().ConfigureAwait(false) is { } item)
                {
                    if (resume.Takes(item))
                    {
                        isFruitless = false;
                        isDone = item.Name == StreamEventName.Done;
                        _emitted.Note(item);
                        yield return item;
                    }
                }

                if (feed is null || isDone)
                {
                    break;
                }

                fruitless = isFruitless ? fruitless + 1 : 0;
                if (fruitless > 0)
                {
                    prediction = await LookAsync(prediction, cancellation).ConfigureAwait(false);
                    if (prediction.HasEnded || _emitted.IsBehind(prediction))
                    {
                        break;
                    }
                }

                await _api.Options.TimeProvider.Delay(BackOff(fruitless, feed.Pause), cancellation).ConfigureAwait(false);
            }
        }

        for (TimeSpan pause = FirstPause; !isDone; pause = Longer(pause))
        {
            foreach (StreamEvent item in _emitted.NewIn(prediction))
            {
                pause = FirstPause;
                isDone = item.Name == StreamEventName.Done;
                _emitted.Note(item);
                yield return item;
            }

            if (!isDone)
            {
                await _api.Options.TimeProvider.Delay(pause, cancellation).ConfigureAwait(false);
                prediction = await LookAsync(prediction, cancellation).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Reads the prediction. A look that failed says nothing of what is looked at: what was seen last is true still.</summary>
    private async Task<Prediction> LookAsync(Prediction? last, CancellationToken cancellation)
    {
        try
        {
            Prediction prediction = await _predictions.GetAsync(_id, cancellation).ConfigureAwait(false);
            _failedLooks = 0;
            _seen?.Invoke(prediction);
            return prediction;
        }
        catch (ReplicateException fault) when (last is not null && (fault.IsTransient || fault.Kind == ErrorKind.BadResponse))
        {
            return ++_failedLooks < MostFailedLooks ? last
                : throw fault.Rephrase($"The prediction {_id} cannot be followed: {fault.Message}", _id);
        }
    }

    private TimeSpan BackOff(int fruitless, TimeSpan? asked)
    {
        // A connection that brought something is made anew soon, as somebody is reading along.
        double own = _api.Options.RetryInterval.TotalSeconds * (fruitless == 0 ? 0.2 : Math.Pow(2, Math.Min(fruitless, 10) - 1));
        return TimeSpan.FromSeconds(Math.Min(Math.Max(own, asked?.TotalSeconds ?? 0), LongestBackOff.TotalSeconds));
    }

    private static TimeSpan Longer(TimeSpan pause) => TimeSpan.FromSeconds(Math.Min(pause.TotalSeconds * 1.5, LongestPause.TotalSeconds));
}
