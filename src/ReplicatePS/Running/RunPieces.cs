using System;
using System.Collections.Generic;
using System.Threading.Tasks;

namespace ReplicatePS;

/// <summary>
/// The pieces of a run's output on their way to the pipeline. Those of a run whose turn has not come are kept, so that its stream is
/// read all the same; a language model's words are few.
/// </summary>
internal sealed class RunPieces
{
    private readonly Queue<string> _kept = new();
    private readonly Task _turn;
    private readonly Func<string, Task> _write;

    public RunPieces(Task turn, Func<string, Task> write)
    {
        _turn = turn;
        _write = write;
    }

    /// <summary>Whether there were any.</summary>
    public bool HasAny { get; private set; }

    /// <summary>Hands a piece on when it is its turn.</summary>
    public async Task TakeAsync(string piece)
    {
        HasAny = true;
        _kept.Enqueue(piece);
        if (_turn.IsCompleted)
        {
            await WriteAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Hands on what is left, when the turn has come.</summary>
    public async Task EndAsync()
    {
        await _turn.ConfigureAwait(false);
        await WriteAsync().ConfigureAwait(false);
    }

    private async Task WriteAsync()
    {
        while (_kept.Count > 0)
        {
            await _write(_kept.Dequeue()).ConfigureAwait(false);
        }
    }
}
