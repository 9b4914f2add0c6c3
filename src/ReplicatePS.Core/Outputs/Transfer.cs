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
        _size = (int)Math.Min(LargestPiece, Math.Max(SmallestPiece, length ?? LargestPiece));
    }

    /// <summary>Carries all that comes.</summary>
    /// <param name="open">Gives what the server sends.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>Why it was cut; null when the server has ended it in order.</returns>
    public async Task<string?> RunAsync(Func<Task<Stream>> open, CancellationToken cancellation)
    {
        using Deadline idle = new(_options.TimeProvider, _options.Timeout, cancellation);
        byte[]?[] pieces = { ArrayPool<byte>.Shared.Rent(_size), null };
        Task writing = Task.CompletedTask;
        int at = 0;
        try
        {
            using Stream content = await open().OrStopped(idle.Token).ConfigureAwait(false);
            while (true)
            {
                byte[] piece = pieces[at] ??= ArrayPool<byte>.Shared.Rent(_size);
                int read;
                try
                {
                    read = await content.ReadAsync(piece, 0, piece.Length, idle.Token).OrStopped(idle.Token).ConfigureAwait(false);
                }
                catch (Exception fault) when (!cancellation.IsCancellationRequested && (idle.IsUp || ConnectionFault.Is(fault)))
                {
                    // A read that does not heed its token may still write to the piece, which nobody else must get then.
                    pieces[at] = idle.IsUp ? null : piece;
                    return idle.IsUp ? Stalled() : ConnectionFault.Describe(fault);
                }
                catch
                {
                    pieces[at] = null;
                    throw;
                }

                await writing.ConfigureAwait(false);
                if (read == 0)
                {
                    return null;
                }

                writing = WriteAsync(piece, read, idle, cancellation);
                at = 1 - at;
            }
        }
        catch (Exception) when (cancellation.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellation);
        }
        finally
        {
            await EndAsync(writing, pieces).ConfigureAwait(false);
        }
    }

    private async Task WriteAsync(byte[] piece, int count, Deadline idle, CancellationToken cancellation)
    {
        _check?.Add(piece, count);
        await _target.WriteAsync(piece, 0, count, cancellation).ConfigureAwait(false);
        _moved += count;
        if (_moved >= LeastMoved)
        {
            _moved = 0;
            idle.Extend();
        }

        _progress?.Report(_target.Position);
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
