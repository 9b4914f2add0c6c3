using System;
using System.Collections.Concurrent;
using System.Threading;
using System.Threading.Tasks;

namespace ReplicatePS.Core;

/// <summary>
/// What was looked up a moment ago, so that it is looked up once a minute and not once a row. Rows that are under way at once share a
/// look-up; one that failed is not remembered.
/// </summary>
/// <typeparam name="T">What is looked up.</typeparam>
internal sealed class Remembered<T>
    where T : class
{
    // A version that was pushed in the meantime is to be used soon.
    private static readonly TimeSpan LongestMemory = TimeSpan.FromMinutes(1);

    // Schemas are large, and nobody runs so many models in a minute.
    private const int MostEntries = 64;

    private readonly ConcurrentDictionary<string, (T Value, DateTimeOffset Seen)> _known = new();
    private readonly SemaphoreSlim _turn = new(1);
    private readonly TimeProvider _clock;

    public Remembered(TimeProvider clock)
    {
        _clock = clock;
    }

    public T? Find(string name) =>
        _known.TryGetValue(name, out (T Value, DateTimeOffset Seen) known) && (_clock.GetUtcNow() - known.Seen).Duration() < LongestMemory
            ? known.Value
            : null;

    public async Task<T> GetAsync(string name, Func<Task<T>> look, CancellationToken cancellation)
    {
        if (Find(name) is { } known)
        {
            return known;
        }

        await _turn.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            if (Find(name) is { } meanwhile)
            {
                return meanwhile;
            }

            T found = await look().ConfigureAwait(false);
            Learn(name, found);
            return found;
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Learn(string name, T value)
    {
        if (_known.Count >= MostEntries)
        {
            _known.Clear();
        }

        _known[name] = (value, _clock.GetUtcNow());
    }
}
