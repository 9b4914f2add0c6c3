using System;
using System.Buffers.Binary;
using System.IO;
using System.IO.Compression;
using System.Text;
using Xunit;

namespace ReplicatePS.Emulator.Tests;

/// <summary>Reads a PNG file as strictly as the standard asks, with none of the emulator's own code.</summary>
internal sealed record PngFile((int Width, int Height) Size, byte[] Rows)
{
    public static PngFile Read(byte[] file)
    {
        Assert.Equal(new byte[] { 0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A }, file[..8]);
        (int Width, int Height) size = default;
        using var data = new MemoryStream();
        bool ended = false;
        for (int at = 8; at < file.Length;)
        {
            Assert.False(ended);
            int length = BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(at));
            ReadOnlySpan<byte> content = file.AsSpan(at + 8, length);
            Assert.Equal(Crc(file.AsSpan(at + 4, length + 4)), BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(at + 8 + length)));
            switch (Encoding.ASCII.GetString(file, at + 4, 4))
            {
                case "IHDR":
                    size = (BinaryPrimitives.ReadInt32BigEndian(content), BinaryPrimitives.ReadInt32BigEndian(content[4..]));
                    break;
                case "IDAT":
                    data.Write(content);
                    break;
                case "IEND":
                    ended = true;
                    break;
            }

            at += length + 12;
        }

        Assert.True(ended);

        // ZLibStream checks the header and the checksum at the end.
        data.Position = 0;
        using var inflate = new ZLibStream(data, CompressionMode.Decompress);
        using var rows = new MemoryStream();
        inflate.CopyTo(rows);
        Assert.Equal(((long)size.Width * 3 + 1) * size.Height, rows.Length);
        return new PngFile(size, rows.ToArray());
    }

    private static uint Crc(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte value in bytes)
        {
            crc ^= value;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) == 1 ? 0xEDB88320 ^ (crc >> 1) : crc >> 1;
            }
        }

        return ~crc;
    }
}
