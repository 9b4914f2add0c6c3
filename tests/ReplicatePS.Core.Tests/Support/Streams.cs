using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;

namespace ReplicatePS.Core.Tests;

/// <summary>Gives some bytes and then does what a test wants.</summary>
internal abstract class ScriptedStream : Stream
{
    private readonly byte[] _bytes;
    private int _at;

    protected ScriptedStream(byte[] bytes)
    {
        _bytes = bytes;
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => _at; set => throw new NotSupportedException(); }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_at == _bytes.Length)
        {
            return await AfterAsync(cancellationToken);
        }

        int count = Math.Min(buffer.Length, _bytes.Length - _at);
        _bytes.AsMemory(_at, count).CopyTo(buffer);
        _at += count;
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    protected abstract Task<int> AfterAsync(CancellationToken cancellation);
}

/// <summary>A connection that is lost after some bytes.</summary>
internal sealed class BrokenStream : ScriptedStream
{
    public BrokenStream(byte[] bytes)
        : base(bytes)
    {
    }

    protected override Task<int> AfterAsync(CancellationToken cancellation) => throw new IOException("The connection was lost.");
}

/// <summary>A connection over which the same few bytes come again and again, for ever.</summary>
internal sealed class RepeatingStream : ScriptedStream
{
    private readonly TimeProvider _clock;
    private readonly TimeSpan _pause;
    private readonly byte[] _again;

    public RepeatingStream(TimeProvider clock, TimeSpan pause, byte[] again)
        : base(again)
    {
        _clock = clock;
        _pause = pause;
        _again = again;
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int read = await base.ReadAsync(buffer, cancellationToken);
        _again.AsSpan(0, read).CopyTo(buffer.Span);
        return read;
    }

    protected override async Task<int> AfterAsync(CancellationToken cancellation)
    {
        await _clock.Delay(_pause, cancellation);
        return _again.Length;
    }
}

/// <summary>A connection that falls silent, with a read that heeds no token, as on older frameworks.</summary>
internal sealed class StallingStream : ScriptedStream
{
    public StallingStream(byte[] bytes)
        : base(bytes)
    {
    }

    protected override async Task<int> AfterAsync(CancellationToken cancellation)
    {
        await Task.Delay(Timeout.Infinite, CancellationToken.None);
        return 0;
    }
}
