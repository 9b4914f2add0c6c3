using System;
using System.IO;
using ReplicatePS.Emulator.Http;

namespace ReplicatePS.Emulator.Delivery;

/// <summary>Bytes that follow from their position, so that a big file costs nothing.</summary>
internal sealed class GeneratedStream : ReadOnlyStream
{
    // A prime number of bytes: a shifted or swapped block of the usual sizes then shows.
    private static readonly byte[] Pattern = MakePattern(65_521);

    private readonly long _length;

    public GeneratedStream(long length)
    {
        _length = length;
    }

    public override bool CanSeek => true;

    public override long Length => _length;

    public override long Position { get; set; }

    public override int Read(byte[] buffer, int offset, int count)
    {
        int wanted = (int)Math.Max(0, Math.Min(count, _length - Position));
        int done = 0;
        while (done < wanted)
        {
            int at = (int)(Position % Pattern.Length);
            int step = Math.Min(wanted - done, Pattern.Length - at);
            Buffer.BlockCopy(Pattern, at, buffer, offset + done, step);
            Position += step;
            done += step;
        }

        return wanted;
    }

    public override long Seek(long offset, SeekOrigin origin) => Position = origin switch
    {
        SeekOrigin.Begin => offset,
        SeekOrigin.Current => Position + offset,
        _ => _length + offset,
    };

    private static byte[] MakePattern(int length)
    {
        byte[] pattern = new byte[length];
        uint state = 2463534242;
        for (int i = 0; i < length; i++)
        {
            state ^= state << 13;
            state ^= state >> 17;
            state ^= state << 5;
            pattern[i] = (byte)state;
        }

        return pattern;
    }
}
