using System.IO;
using System.IO.Compression;
using System.Threading;
using System.Threading.Tasks;

namespace ReplicatePS.Core;

/// <summary>
/// A file that its server compressed although it was not asked to, as it was before. One that unfolds out of all proportion, as some are
/// made to fill disks with a few megabytes, is given up.
/// </summary>
internal sealed class UnpackedStream : ReadOnlyStream
{
    /// <summary>A file may be so many times as large as what came over the network. Tables and texts stay far below.</summary>
    public const int MostTimes = 100;

    /// <summary>Up to here it may be as large as it likes.</summary>
    public const long Free = 64 * 1024 * 1024;

    private readonly CountedStream _packed;
    private readonly GZipStream _content;
    private readonly string _name;
    private long _unpacked;

    /// <summary>Unpacks what a server sends.</summary>
    /// <param name="packed">What it sends.</param>
    /// <param name="name">What the file is called where it is given up.</param>
    public UnpackedStream(Stream packed, string name)
    {
        _packed = new CountedStream(packed);
        _content = new GZipStream(_packed, CompressionMode.Decompress);
        _name = name;
    }

    public override async Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        int read = await _content.ReadAsync(buffer, offset, count, cancellationToken).ConfigureAwait(false);
        _unpacked += read;
        return _unpacked <= Free || _unpacked / MostTimes <= _packed.Count ? read : throw new ReplicateException(
            ErrorKind.BadResponse,
            $"{_name} came compressed and unfolds to more than {MostTimes} times what was sent: {_unpacked >> 20} MiB out of {_packed.Count >> 10} KiB. It was given up, and nothing of it is kept.");
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _content.Dispose();
        }

        base.Dispose(disposing);
    }
}
