using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using ReplicatePS.Emulator.Http;

namespace ReplicatePS.Emulator.Faults;

/// <summary>A body that breaks after so many bytes.</summary>
internal sealed class CutStream : ReadOnlyStream
{
    private readonly Stream _inner;
    private long _left;

    public CutStream(Stream inner, long bytes)
    {
        _inner = inner;
        _left = bytes;
    }

    public override int Read(byte[] buffer, int offset, int count) => Count(_inner.Read(buffer, offset, Allowed(count)));

    public override async Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        Count(await _inner.ReadAsync(buffer, offset, Allowed(count), cancellationToken).ConfigureAwait(false));

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _inner.Dispose();
        }

        base.Dispose(disposing);
    }

    private int Allowed(int count) => _left > 0 ? (int)Math.Min(count, _left) : throw new ConnectionLostException();

    private int Count(int read)
    {
        _left -= read;
        return read;
    }
}
