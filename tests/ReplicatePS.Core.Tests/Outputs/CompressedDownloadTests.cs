using System;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Security.Cryptography;
using System.Threading.Tasks;

namespace ReplicatePS.Core.Tests;

/// <summary>Files that servers compress although they are asked not to, over real sockets.</summary>
public class CompressedDownloadTests
{
    private static readonly byte[] Content = Enumerable.Range(0, 100_000).Select(n => (byte)(n * 7 / 3)).ToArray();

    [Fact]
    public async Task The_bytes_themselves_are_asked_for()
    {
        using RawServer server = new((connection, _) => connection.AnswerAsync(200, "plain"));
        using TemporaryFolder folder = new();
        await Bench.Client(server).Outputs.SaveAsync(Link(server), folder.File("a.bin"));
        Assert.Equal("identity", Assert.Single(server.Arrived).Header("Accept-Encoding"));
    }

    [Fact]
    public async Task What_was_compressed_on_its_way_is_written_as_it_was_before()
    {
        byte[] packed = Pack(zip => zip.Write(Content));
        string headers = "x-goog-hash: md5=" + Convert.ToBase64String(MD5.HashData(packed));
        using RawServer server = new((connection, _) => SendAsync(connection, packed, packed.Length, headers));
        Assert.Equal(Content, await SaveAsync(server));
    }

    [Fact]
    public async Task Parts_of_what_was_compressed_are_not_put_together()
    {
        byte[] packed = Pack(zip => zip.Write(Content));
        int served = 0;
        using RawServer server = new(async (connection, _) =>
        {
            await SendAsync(connection, served++ == 0 ? packed[..(packed.Length / 2)] : packed, packed.Length, "ETag: \"one\"");
            connection.Close();
        });
        Assert.Equal(Content, await SaveAsync(server));
        Assert.Equal(2, server.Arrived.Count);
        Assert.All(server.Arrived, request => Assert.Null(request.Header("Range")));
    }

    [Fact]
    public async Task A_file_that_unfolds_out_of_all_proportion_is_given_up_at_once_and_nothing_is_kept()
    {
        byte[] blanks = new byte[1 << 20];
        byte[] bomb = Pack(zip =>
        {
            for (int i = 0; i < 256; i++)
            {
                zip.Write(blanks);
            }
        });
        using RawServer server = new((connection, _) => SendAsync(connection, bomb, bomb.Length, string.Empty));
        using TemporaryFolder folder = new();
        long most = 0;
        ReplicateException fault = await Bench.FaultOf(ErrorKind.BadResponse, () => Bench.Client(server).Outputs.SaveAsync(
            Link(server), folder.File("a.bin"), progress: new Told(bytes => most = bytes)));
        Assert.Contains("unfolds to more than 100 times", fault.Message, StringComparison.Ordinal);
        Assert.InRange(most, 1, UnpackedStream.Free);
        Assert.Single(server.Arrived);
        Assert.Empty(folder.Names());
    }

    [Fact]
    public async Task A_large_file_that_was_compressed_well_is_no_such_file()
    {
        // A little that cannot be compressed and much that can: some 50 times as large as what is sent.
        byte[] piece = new byte[64 * 1024];
        new Random(7).NextBytes(piece.AsSpan(0, 1200));
        long size = UnpackedStream.Free + (4 * piece.Length);
        byte[] packed = Pack(zip =>
        {
            for (long written = 0; written < size; written += piece.Length)
            {
                zip.Write(piece);
                new Random((int)written).NextBytes(piece.AsSpan(0, 1200));
            }
        });
        Assert.InRange(size / packed.Length, 30, 90);
        using RawServer server = new((connection, _) => SendAsync(connection, packed, packed.Length, string.Empty));
        using TemporaryFolder folder = new();
        Assert.Equal(size, await Bench.Client(server).Outputs.SaveAsync(Link(server), folder.File("a.bin")));
    }

    private static byte[] Pack(Action<GZipStream> write)
    {
        using MemoryStream packed = new();
        using (GZipStream zip = new(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            write(zip);
        }

        return packed.ToArray();
    }

    private static async Task SendAsync(RawConnection connection, byte[] body, int told, string headers)
    {
        string more = headers.Length > 0 ? headers + "\r\n" : string.Empty;
        await connection.SendAsync($"HTTP/1.1 200 OK\r\nContent-Length: {told}\r\nContent-Encoding: gzip\r\n{more}\r\n");
        await connection.SendAsync(body);
    }

    private static OutputLink Link(RawServer server) => OutputLink.Of(server.Address + "out/a.bin");

    private static async Task<byte[]> SaveAsync(RawServer server)
    {
        using TemporaryFolder folder = new();
        await Bench.Client(server).Outputs.SaveAsync(Link(server), folder.File("a.bin"));
        return File.ReadAllBytes(folder.File("a.bin"));
    }

    private sealed class Told : IProgress<long>
    {
        private readonly Action<long> _tell;

        public Told(Action<long> tell)
        {
            _tell = tell;
        }

        public void Report(long value) => _tell(value);
    }
}
