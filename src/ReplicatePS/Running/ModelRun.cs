using System;
using System.Diagnostics;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using ReplicatePS.Core;
using ReplicatePS.Pipeline;

namespace ReplicatePS;

/// <summary>One run from its create to its end. However the pipeline ends, what was created is canceled or named.</summary>
internal sealed class ModelRun
{
    /// <summary>
    /// How long Replicate holds the answer of a create back, which makes short runs one request. Until the answer the id is not known,
    /// nor how far the run has come, so it is no longer than that.
    /// </summary>
    private static readonly TimeSpan LongestHold = TimeSpan.FromSeconds(10);

    // What an answer may take on its way. It is not held back where that is half of the time that there is.
    private static readonly TimeSpan Transit = TimeSpan.FromSeconds(1);

    // A create that is not answered is waited for a little longer than the bound: without its answer nobody knows the id.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(0.7);
    private static readonly TimeSpan Instant = TimeSpan.FromSeconds(0.1);

    // What is left of a second after Ctrl+C.
    private static readonly TimeSpan TimeToCancel = TimeSpan.FromSeconds(0.8);

    private readonly IPipeline _pipeline;
    private readonly ReplicateClient _client;
    private readonly UnseenCreates _unseen;
    private readonly Stopwatch _watch = Stopwatch.StartNew();

    public ModelRun(IPipeline pipeline, ReplicateClient client, UnseenCreates unseen)
    {
        _pipeline = pipeline;
        _client = client;
        _unseen = unseen;
    }

    /// <summary>How long to wait for the end, from when the create is sent. What it waits for before, such as the rate limit, does not count.</summary>
    public TimeSpan Bound { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Whether it is canceled at Replicate when the pipeline is stopped. Its id has to be known at once then.</summary>
    public bool CancelOnStop { get; init; }

    /// <summary>Whether what there is of it is wanted before it has ended.</summary>
    public bool IsLive { get; init; }

    /// <summary>Whether anybody looks at its log while it runs.</summary>
    public Func<bool> NeedsLog { get; init; } = () => false;

    /// <summary>Is told each time that the run is seen, its create included.</summary>
    public Action<Core.Prediction> Seen { get; init; } = _ => { };

    /// <summary>How long Replicate is asked to hold the answer back.</summary>
    private TimeSpan? Hold => CancelOnStop || IsLive || Bound <= Transit + Transit ? null : Bound - Transit < LongestHold ? Bound - Transit : LongestHold;

    private TimeSpan Left => Bound - _watch.Elapsed is var left && left > Instant ? left : Instant;

    /// <summary>Creates the prediction.</summary>
    /// <param name="target">What runs.</param>
    /// <param name="input">Its input.</param>
    /// <param name="cancelAfter">After which time Replicate stops it; null for never.</param>
    public async Task<Core.Prediction> CreateAsync(RunTarget target, JsonElement input, TimeSpan? cancelAfter)
    {
        NewPrediction prediction = new()
        {
            Input = input,
            CancelAfter = cancelAfter,
            PreferWait = Hold,
            AnswerWithin = Bound + Patience,
            Sending = _watch.Restart,
        };
        try
        {
            Core.Prediction created = await _client.Predictions.CreateAsync(target, prediction, _pipeline.Stop).ConfigureAwait(false);
            Seen(created);
            return created;
        }
        catch (ReplicateException open) when (open is { Kind: ErrorKind.OutcomeUnknown, Attempt: { Id: null } attempt } && _pipeline.Stop.IsCancellationRequested)
        {
            // Its answer was still being held back; Replicate's list shows what came of it.
            if (await _unseen.FindAsync(_client, target, attempt).ConfigureAwait(false) is not { } id)
            {
                throw;
            }

            _pipeline.NameLost(id);
            throw new OperationCanceledException(_pipeline.Stop);
        }
    }

    /// <summary>Waits for its end, unless its answer was held back until there was the output.</summary>
    /// <param name="created">What the create gave.</param>
    /// <param name="outputWillDo">Whether nothing but the output is wanted of it.</param>
    public async Task<Core.Prediction> EndAsync(Core.Prediction created, bool outputWillDo)
    {
        _unseen.Know(created.Id);

        // An answer that came before it had to, and has output, has all of it, also where the status does not say so yet.
        bool isWhole = Hold is { } hold && _watch.Elapsed < hold && created.Status == RunStatus.Processing && created.Output is not null;
        return created.HasEnded || (outputWillDo && isWhole) ? created : await GuardAsync(created.Id, () => WaitAsync(created, mayHaveEnded: isWhole)).ConfigureAwait(false);
    }

    /// <summary>Reads the output of a prediction piece by piece while it is made.</summary>
    /// <param name="created">What the create gave.</param>
    /// <param name="take">Is given each piece in its turn, and waited for.</param>
    /// <returns>The prediction, ended.</returns>
    public Task<Core.Prediction> FollowAsync(Core.Prediction created, Func<string, Task> take) => GuardAsync(created.Id, async () =>
    {
        _unseen.Know(created.Id);
        Core.Prediction last = created;
        await foreach (StreamEvent item in _client.Streams.ReadAsync(created, new StreamSettings { Timeout = Left }, See, _pipeline.Stop).ConfigureAwait(false))
        {
            if (item.Name == StreamEventName.Output && item.Data.Length > 0)
            {
                await take(item.Data).ConfigureAwait(false);
            }
        }

        // The stream does not tell how it ended in full.
        return last.HasEnded ? last : await WaitAsync(last, mayHaveEnded: true).ConfigureAwait(false);

        void See(Core.Prediction prediction)
        {
            last = prediction;
            Seen(prediction);
        }
    });

    /// <summary>Does something with a prediction that is running. When the pipeline is stopped meanwhile, it is canceled or named.</summary>
    public async Task<T> GuardAsync<T>(string id, Func<Task<T>> work)
    {
        try
        {
            return await work().ConfigureAwait(false);
        }
        catch (Exception) when (_pipeline.Stop.IsCancellationRequested)
        {
            await StopAsync(id).ConfigureAwait(false);
            throw new OperationCanceledException(_pipeline.Stop);
        }
    }

    private async Task<Core.Prediction> WaitAsync(Core.Prediction last, bool mayHaveEnded)
    {
        WaitSettings settings = new() { Timeout = Left, NeedsLog = NeedsLog };
        try
        {
            // What is known to run need not be read at once.
            return await (mayHaveEnded
                ? _client.Waits.ForPredictionAsync(last.Id, settings, See, _pipeline.Stop)
                : _client.Waits.ForPredictionAsync(last, settings, See, _pipeline.Stop)).ConfigureAwait(false);
        }
        catch (ReplicateException late) when (late.Kind == ErrorKind.WaitTimeout)
        {
            // The wait knows only what was left of the bound.
            throw new ReplicateException(
                ErrorKind.WaitTimeout, $"The prediction {last.Id} has not ended within {Bound.TotalSeconds:0.#} s; its status is '{last.Status}'. It goes on at Replicate.", late)
            {
                Id = last.Id,
            };
        }

        void See(Core.Prediction prediction)
        {
            last = prediction;
            Seen(prediction);
        }
    }

    private async Task StopAsync(string id)
    {
        if (CancelOnStop)
        {
            using CancellationTokenSource limit = new(TimeToCancel);
            try
            {
                await _client.Predictions.CancelAsync(id, limit.Token).ConfigureAwait(false);
                return;
            }
            catch (Exception fault) when (fault is ReplicateException or OperationCanceledException)
            {
                // It may go on, so it is named below.
            }
        }

        _pipeline.NameLost(id);
    }
}
