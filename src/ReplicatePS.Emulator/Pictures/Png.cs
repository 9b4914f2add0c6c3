using System;
using System.IO;
using System.IO.Compression;
using System.Text;

namespace ReplicatePS.Emulator.Pictures;

/// <summary>Writes PNG files.</summary>
internal static class Png
{
    private static readonly byte[] Signature = { 0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10 };
    private static readonly uint[] CrcTable = MakeCrcTable();

    /// <summary>Fills one row of a picture with red, green and blue bytes.</summary>
    public delegate void RowSource(int y, byte[] row);

    public static byte[] Write(Canvas canvas)
    {
        int stride = canvas.Width * 3;
        return Write(canvas.Width, canvas.Height, (y, row) => Buffer.BlockCopy(canvas.Pixels, y * stride, row, 0, stride));
    }

    /// <summary>Writes a picture that comes row by row, so that a big one need not be held.</summary>
    public static byte[] Write(int width, int height, RowSource rows)
    {
        using var file = new MemoryStream();
        file.Write(Signature, 0, Signature.Length);
        byte[] header = new byte[13];
        Put(header, 0, (uint)width);
        Put(header, 4, (uint)height);
        header[8] = 8;
        header[9] = 2;
        Chunk(file, "IHDR", header, header.Length);
        using (MemoryStream data = Compress(width, height, rows))
        {
            Chunk(file, "IDAT", data.GetBuffer(), (int)data.Length);
        }

        Chunk(file, "IEND", header, 0);
        return file.ToArray();
    }

    public static uint Crc(byte[] bytes, int offset, int count, uint seed = 0)
    {
        uint crc = ~seed;
        for (int i = offset; i < offset + count; i++)
        {
            crc = CrcTable[(crc ^ bytes[i]) & 0xFF] ^ (crc >> 8);
        }

        return ~crc;
    }

    private static MemoryStream Compress(int width, int height, RowSource rows)
    {
        var data = new MemoryStream();
        data.WriteByte(0x78);
        data.WriteByte(0x01);
        uint a = 1;
        uint b = 0;
        int stride = width * 3;
        byte[] row = new byte[stride];
        byte[] above = new byte[stride];
        byte[] filtered = new byte[stride + 1];

        // Rows are kept as differences from the row above: skies and hills then come to almost nothing.
        filtered[0] = 2;
        using (var deflate = new DeflateStream(data, CompressionLevel.Fastest, leaveOpen: true))
        {
            for (int y = 0; y < height; y++)
            {
                rows(y, row);
                for (int i = 0; i < stride; i++)
                {
                    filtered[i + 1] = (byte)(row[i] - above[i]);
                }

                deflate.Write(filtered, 0, filtered.Length);
                Adler(filtered, ref a, ref b);
                (row, above) = (above, row);
            }
        }

        byte[] checksum = new byte[4];
        Put(checksum, 0, (b << 16) | a);
        data.Write(checksum, 0, 4);
        return data;
    }

    private static void Adler(byte[] bytes, ref uint a, ref uint b)
    {
        const int Safe = 5552;
        for (int start = 0; start < bytes.Length; start += Safe)
        {
            int end = Math.Min(bytes.Length, start + Safe);
            for (int i = start; i < end; i++)
            {
                a += bytes[i];
                b += a;
            }

            a %= 65521;
            b %= 65521;
        }
    }

    private static void Chunk(Stream file, string type, byte[] data, int length)
    {
        byte[] number = new byte[4];
        Put(number, 0, (uint)length);
        file.Write(number, 0, 4);
        byte[] name = Encoding.ASCII.GetBytes(type);
        file.Write(name, 0, 4);
        file.Write(data, 0, length);
        Put(number, 0, Crc(data, 0, length, Crc(name, 0, 4)));
        file.Write(number, 0, 4);
    }

    private static void Put(byte[] bytes, int offset, uint number)
    {
        bytes[offset] = (byte)(number >> 24);
        bytes[offset + 1] = (byte)(number >> 16);
        bytes[offset + 2] = (byte)(number >> 8);
        bytes[offset + 3] = (byte)number;
    }

    private static uint[] MakeCrcTable()
    {
        uint[] table = new uint[256];
        for (uint i = 0; i < table.Length; i++)
        {
            uint value = i;
            for (int bit = 0; bit < 8; bit++)
            {
                value = (value & 1) == 1 ? 0xEDB88320 ^ (value >> 1) : value >> 1;
            }

            table[i] = value;
        }

        return table;
    }
}
