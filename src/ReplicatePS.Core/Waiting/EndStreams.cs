using System.Threading.Tasks;

namespace ReplicatePS.Core;

/// <summary>Which runs have their streams read, to learn of their ends at once. Guarded by its poller, but for the reading.</summary>
internal sealed class EndStreams<T>
    where T : Run
{
    // Streams are for the few that a person or a script waits for; of many, lists tell.
    private const int Most = 4;

    private readonly EndStream? _stream;
    private int _open;

    /// <summary>Starts with none.</summary>
    /// <param name="stream">Reads a stream; null where runs have none.</param>
    public EndStreams(EndStream? stream)
    {
        _stream = stream;
    }

    /// <summary>Whether a run's stream is to be read from now on.</summary>
    /// <param name="watch">The run.</param>
    /// <param name="watched">How many are waited for.</param>
    public bool Begin(Watch<T> watch, int watched)
    {
        if (watch.WasStreamed || watched > Most || _open >= Most || watch.Last is not { } run || _stream?.Has(run) != true)
        {
            return false;
        }

        watch.WasStreamed = true;
        watch.IsStreaming = true;
        _open++;
        return true;
    }

    /// <summary>Reads the stream.</summary>
    /// <returns>Whether it said that the run is done.</returns>
    public Task<bool> SaysDoneAsync(Watch<T> watch, T run) => _stream!.SaysDoneAsync(run, watch.Stop.Token);

    public void End(Watch<T> watch, bool isDone)
    {
        _open--;
        watch.IsStreaming = false;
        watch.IsToldDone = isDone;
        watch.Looks = isDone ? 1 : watch.Looks;
    }
}
