using System;
using System.Buffers;
using System.IO;
using System.Threading;
using System.Threading.Tasks;

namespace ReplicatePS.Core;

/// <summary>Carries what a server sends into a stream: while one piece is written, the next is read.</summary>
internal sealed class Transfer
{
    private const int LargestPiece = 128 * 1024;
    private const int SmallestPiece = 16 * 1024;

    // What is slower than this much in the time that a transfer may pause stands still, though a byte may come now and then.
    private const int LeastMoved = 16 * 1024;

    private readonly ReplicateClientOptions _options;
    private readonly Stream _target;
    private readonly ContentCheck? _check;
    private readonly IProgress<long>? _progress;
    private readonly int _size;
    private long _all;
    private long _moved;

    /// <summary>A transfer to the end of a stream.</summary>
    /// <param name="options">The clock, and how long nothing may move.</param>
    /// <param name="target">Where it goes.</param>
    /// <param name="length">How much is expected, if that is known.</param>
    /// <param name="check">Sees each byte.</param>
    /// <param name="progress">Is told how long the stream is.</param>
    public Transfer(ReplicateClientOptions options, Stream target, long? length, ContentCheck? check, IProgress<long>? progress)
    {
        _options = options;
        _target = target;
        _check = check;
        _progress = progress;
        _all = target.Position;
        _size = (int)Math.Min(LargestPiece, Math.Max(SmallestPiece, length ?? LargestPiece));
    }

    /// <summary>Carries all that comes.</summary>
    /// <param name="open">Gives what the server sends.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>Why it was cut; null when the server has ended it in order.</returns>
    public async Task<string?> RunAsync(Func<Task<Stream>> open, CancellationToken cancellation)
    {
        using Deadline idle = new(_options.TimeProvider, _options.Timeout, cancellation);
        try
        {
            using Stream content = await open().OrStopped(idle.Token).ConfigureAwait(false);
            return await CopyAsync(content, idle, cancellation).OrGivenUp(idle.Token).ConfigureAwait(false);
        }
        catch (Exception) when (cancellation.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellation);
        }
        catch (OperationCanceledException) when (idle.IsUp)
        {
            return Stalled();
        }
    }

    private async Task<string?> CopyAsync(Stream content, Deadline idle, CancellationToken cancellation)
    {
        CancellationToken stop = idle.Token;
        byte[]?[] pieces = { null, null };
        Task writing = Task.CompletedTask;
        try
        {
            for (int at = 0, read; ; at = 1 - at)
            {
                byte[] piece = pieces[at] ??= ArrayPool<byte>.Shared.Rent(_size);
                try
                {
                    read = await content.ReadAsync(piece, 0, piece.Length, stop).ConfigureAwait(false);
                }
                catch (Exception fault) when (!stop.IsCancellationRequested && ConnectionFault.Is(fault))
                {
                    return ConnectionFault.Describe(fault);
                }

                await writing.ConfigureAwait(false);
                stop.ThrowIfCancellationRequested();
                if (read == 0)
                {
                    return null;
                }

                _check?.Add(piece, read);
                writing = _target.WriteAsync(piece, 0, read, cancellation);
                Note(read, idle);
            }
        }
        finally
        {
            await EndAsync(writing, pieces).ConfigureAwait(false);
        }
    }

    private void Note(int count, Deadline idle)
    {
        _all += count;
        _moved += count;
        if (_moved >= LeastMoved)
        {
            _moved = 0;
            idle.Extend();
        }

        _progress?.Report(_all);
    }

    /// <summary>What has come before a cut is written; a disk that takes no more is said to be so.</summary>
    private static async Task EndAsync(Task writing, byte[]?[] pieces)
    {
        try
        {
            await writing.ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // It was stopped, which is said already.
        }
        finally
        {
            foreach (byte[]? piece in pieces)
            {
                if (piece is not null)
                {
                    ArrayPool<byte>.Shared.Return(piece);
                }
            }
        }
    }

    private string Stalled() => $"{(_moved == 0 ? "nothing" : $"no more than {_moved} bytes")} came for {_options.Timeout.TotalSeconds:0.#} s";
}
