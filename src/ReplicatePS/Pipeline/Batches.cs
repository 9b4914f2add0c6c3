using System.Collections.Generic;

namespace ReplicatePS.Pipeline;

/// <summary>Hands things on as they come, without a way to the pipeline thread for each.</summary>
internal static class Batches
{
    private const int Largest = 1024;

    /// <summary>
    /// Puts together what is there at once. Nothing waits for company: a batch is handed on before the next thing has to be waited
    /// for, and before a fault.
    /// </summary>
    public static async IAsyncEnumerable<IReadOnlyList<T>> InBatches<T>(this IAsyncEnumerable<T> source)
    {
        List<T> batch = new();
        await using IAsyncEnumerator<T> items = source.GetAsyncEnumerator();
        while (true)
        {
            System.Threading.Tasks.ValueTask<bool> next = items.MoveNextAsync();
            if (batch.Count > 0 && (batch.Count >= Largest || !next.IsCompletedSuccessfully))
            {
                yield return batch;
                batch = new List<T>();
            }

            if (!await next.ConfigureAwait(false))
            {
                break;
            }

            batch.Add(items.Current);
        }

        if (batch.Count > 0)
        {
            yield return batch;
        }
    }
}
