using System;
using System.IO;
using ReplicatePS.Emulator.Http;

namespace ReplicatePS.Emulator.Delivery;

/// <summary>So many bytes of another stream.</summary>
internal sealed class BoundedStream : ReadOnlyStream
{
    private readonly Stream _inner;
    private long _left;

    public BoundedStream(Stream inner, long length)
    {
        _inner = inner;
        _left = length;
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        int read = _inner.Read(buffer, offset, (int)Math.Min(count, _left));
        _left -= read;
        return read;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _inner.Dispose();
        }

        base.Dispose(disposing);
    }
}
