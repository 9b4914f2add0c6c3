using System;
using System.IO;
using System.IO.Compression;
using System.Text;

namespace ReplicatePS.Emulator.Pictures;

/// <summary>Reads the common kind of PNG: eight bits, grey or colour, with or without transparency, not interlaced.</summary>
internal static class PngReader
{
    private const int MostPixels = 4096 * 4096;
    private const int MostChunkBytes = 64 << 20;

    /// <summary>The picture; null if it is no PNG of that kind.</summary>
    public static Canvas? Read(Stream file)
    {
        try
        {
            return new Reading(file).Read();
        }
        catch (Exception exception) when (exception is InvalidDataException or EndOfStreamException)
        {
            return null;
        }
    }

    private sealed class Reading
    {
        private readonly BinaryReader _file;
        private readonly MemoryStream _data = new();
        private int _width;
        private int _height;
        private int _channels;

        public Reading(Stream file)
        {
            _file = new BinaryReader(file);
        }

        public Canvas? Read()
        {
            byte[] signature = _file.ReadBytes(8);
            if (signature.Length < 8 || signature[0] != 0x89 || signature[1] != 'P')
            {
                return null;
            }

            while (true)
            {
                int length = Number(_file.ReadBytes(4), 0);
                string type = Encoding.ASCII.GetString(_file.ReadBytes(4));
                if (length is < 0 or > MostChunkBytes || type.Length < 4)
                {
                    return null;
                }

                byte[] chunk = _file.ReadBytes(length);
                _file.ReadBytes(4);
                switch (type)
                {
                    case "IHDR" when !ReadHeader(chunk):
                        return null;
                    case "IDAT":
                        _data.Write(chunk, 0, chunk.Length);
                        break;
                    case "IEND":
                        return Unpack();
                }
            }
        }

        private bool ReadHeader(byte[] header)
        {
            _width = Number(header, 0);
            _height = Number(header, 4);
            _channels = header[9] switch
            {
                0 => 1,
                2 => 3,
                4 => 2,
                6 => 4,
                _ => 0,
            };
            return header[8] == 8 && header[12] == 0 && _channels > 0 && _width > 0 && _height > 0 && (long)_width * _height <= MostPixels;
        }

        private Canvas Unpack()
        {
            // Two bytes of zlib stand before what Deflate reads.
            _data.Position = 2;
            using var inflate = new DeflateStream(_data, CompressionMode.Decompress);
            var canvas = new Canvas(_width, _height);
            byte[] row = new byte[_width * _channels];
            byte[] above = new byte[row.Length];
            for (int y = 0; y < _height; y++)
            {
                int filter = inflate.ReadByte();
                Fill(inflate, row);
                Unfilter(filter, row, above);
                for (int x = 0; x < _width; x++)
                {
                    int at = x * _channels;
                    bool isGrey = _channels < 3;
                    canvas.Set(x, y, new Colour(row[at], row[isGrey ? at : at + 1], row[isGrey ? at : at + 2]));
                }

                (row, above) = (above, row);
            }

            return canvas;
        }

        private void Unfilter(int filter, byte[] row, byte[] above)
        {
            for (int i = 0; i < row.Length; i++)
            {
                int left = i >= _channels ? row[i - _channels] : 0;
                int corner = i >= _channels ? above[i - _channels] : 0;
                row[i] += (byte)(filter switch
                {
                    1 => left,
                    2 => above[i],
                    3 => (left + above[i]) / 2,
                    4 => Paeth(left, above[i], corner),
                    _ => 0,
                });
            }
        }

        private static int Paeth(int left, int above, int corner)
        {
            int guess = left + above - corner;
            int toLeft = Math.Abs(guess - left);
            int toAbove = Math.Abs(guess - above);
            int toCorner = Math.Abs(guess - corner);
            return toLeft <= toAbove && toLeft <= toCorner ? left : toAbove <= toCorner ? above : corner;
        }

        private static void Fill(Stream stream, byte[] row)
        {
            for (int done = 0; done < row.Length;)
            {
                int read = stream.Read(row, done, row.Length - done);
                done += read > 0 ? read : throw new EndOfStreamException();
            }
        }

        private static int Number(byte[] bytes, int offset) => bytes.Length < offset + 4
            ? -1
            : (bytes[offset] << 24) | (bytes[offset + 1] << 16) | (bytes[offset + 2] << 8) | bytes[offset + 3];
    }
}
