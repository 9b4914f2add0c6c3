using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;

namespace ReplicatePS.Emulator.Http;

/// <summary>
/// Lets one side write a body while the other reads it, holding one buffer at a time, as a connection would. Request content
/// can only be written to a stream, and the emulator wants to read it.
/// </summary>
internal sealed class HandoffStream : Stream
{
    private readonly object _gate = new();
    private readonly SemaphoreSlim _filled = new(0);
    private readonly SemaphoreSlim _emptied = new(0);
    private readonly CancellationTokenSource _readerGone = new();
    private byte[] _buffer = Array.Empty<byte>();
    private int _offset;
    private int _left;
    private bool _ended;
    private Exception? _failure;

    public override bool CanRead => true;

    public override bool CanWrite => true;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Whether there is nothing to read yet. A release of the semaphore may already have been outrun by a read.</summary>
    private bool IsIdle
    {
        get
        {
            lock (_gate)
            {
                return _left == 0 && !_ended;
            }
        }
    }

    /// <summary>The writing side is done, or has failed.</summary>
    public void End(Exception? failure = null)
    {
        lock (_gate)
        {
            _failure = failure;
            _ended = true;
        }

        _filled.Release();
    }

    public override async Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        while (IsIdle)
        {
            await _filled.WaitAsync(cancellationToken).ConfigureAwait(false);
        }

        return Take(buffer, offset, count);
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        while (IsIdle)
        {
            _filled.Wait();
        }

        return Take(buffer, offset, count);
    }

    public override async Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        if (count > 0)
        {
            Offer(buffer, offset, count);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _readerGone.Token);
            await _emptied.WaitAsync(either.Token).ConfigureAwait(false);
        }
    }

    public override void Write(byte[] buffer, int offset, int count)
    {
        if (count > 0)
        {
            Offer(buffer, offset, count);
            _emptied.Wait(_readerGone.Token);
        }
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        _readerGone.Cancel();
        base.Dispose(disposing);
    }

    private void Offer(byte[] buffer, int offset, int count)
    {
        _readerGone.Token.ThrowIfCancellationRequested();
        lock (_gate)
        {
            _buffer = buffer;
            _offset = offset;
            _left = count;
        }

        _filled.Release();
    }

    private int Take(byte[] buffer, int offset, int count)
    {
        lock (_gate)
        {
            if (_left == 0)
            {
                return _failure is null ? 0 : throw new IOException("The body could not be read.", _failure);
            }

            int taken = Math.Min(count, _left);
            Buffer.BlockCopy(_buffer, _offset, buffer, offset, taken);
            _offset += taken;
            _left -= taken;
            if (_left == 0)
            {
                _emptied.Release();
            }

            return taken;
        }
    }
}
