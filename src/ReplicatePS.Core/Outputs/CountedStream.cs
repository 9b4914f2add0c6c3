using System.IO;
using System.Threading;
using System.Threading.Tasks;

namespace ReplicatePS.Core;

/// <summary>Knows how much has been read from a stream.</summary>
internal sealed class CountedStream : ReadOnlyStream
{
    private readonly Stream _source;

    public CountedStream(Stream source)
    {
        _source = source;
    }

    /// <summary>How many bytes have come.</summary>
    public long Count { get; private set; }

    // The framework of Windows unpacks by this one alone.
    public override int Read(byte[] buffer, int offset, int count) => Note(_source.Read(buffer, offset, count));

    public override async Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        Note(await _source.ReadAsync(buffer, offset, count, cancellationToken).ConfigureAwait(false));

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _source.Dispose();
        }

        base.Dispose(disposing);
    }

    private int Note(int read)
    {
        Count += read;
        return read;
    }
}
