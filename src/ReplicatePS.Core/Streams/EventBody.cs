using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;

namespace ReplicatePS.Core;

/// <summary>
/// The body of an event stream, as a parser may read it: a connection that brings no event fails, and so does an event without an end,
/// which would fill the memory.
/// </summary>
internal sealed class EventBody : ReadOnlyStream
{
    private const int LargestEvent = 16 * 1024 * 1024;
    private const int BufferSize = 16 * 1024;

    // A large event on its way counts as something; comments, which may come for ever, do not.
    private const int LeastProgress = 1024;

    private readonly Stream _source;
    private readonly TimeProvider _clock;
    private readonly TimeSpan _idle;
    private readonly CancellationToken _cancellation;

    // A read that was given up may still write into its buffer; the caller's may be somebody else's by then.
    private readonly byte[] _buffer = new byte[BufferSize];
    private int _sinceEvent;
    private TimeSpan _waited;

    public EventBody(Stream source, TimeProvider clock, TimeSpan idle, CancellationToken cancellation)
    {
        _source = source;
        _clock = clock;
        _idle = idle;
        _cancellation = cancellation;
    }

    /// <summary>An event is complete.</summary>
    public void NoteEvent()
    {
        _sinceEvent = 0;
        _waited = TimeSpan.Zero;
    }

    public override async Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        int read = await ReadSomeAsync(Math.Min(count, BufferSize)).ConfigureAwait(false);
        _sinceEvent += read;
        if (_sinceEvent > LargestEvent)
        {
            throw new ReplicateException(ErrorKind.BadResponse, "The stream sent 16 MiB without completing an event, which no stream of Replicate's does.");
        }

        Buffer.BlockCopy(_buffer, 0, buffer, offset, read);
        return read;
    }

    private async Task<int> ReadSomeAsync(int count)
    {
        _cancellation.ThrowIfCancellationRequested();
        Task<int> reading = _source.ReadAsync(_buffer, 0, count, _cancellation);
        if (reading.IsCompleted)
        {
            return await reading.ConfigureAwait(false);
        }

        // Only what is spent in reads counts: a consumer may take its time between two.
        TimeSpan left = _idle - _waited;
        long began = _clock.GetTimestamp();
        using Deadline idle = new(_clock, left > TimeSpan.Zero ? left : TimeSpan.Zero, _cancellation);
        try
        {
            int read = await reading.OrStopped(idle.Token).ConfigureAwait(false);
            _waited = read < LeastProgress ? _waited + _clock.GetElapsedTime(began) : TimeSpan.Zero;
            return read;
        }
        catch (OperationCanceledException silent) when (idle.IsUp)
        {
            throw new TimeoutException($"No event came for {_idle.TotalSeconds:0.#} s.", silent);
        }
    }
}
