using System;
using System.IO;
using System.IO.Compression;
using System.Text;
using System.Threading.Tasks;

namespace ReplicatePS.Core.Tests;

/// <summary>Answers of the API may be compressed.</summary>
public class ContentCodingTests
{
    [Theory]
    [InlineData("gzip")]
    [InlineData("GZIP")]
    [InlineData("x-gzip")]
    public async Task An_answer_that_was_compressed_is_read(string coding)
    {
        using RawServer server = new((connection, _) => SendAsync(connection, 200, coding, "{\"username\":\"alice\"}"));
        Assert.Equal("alice", (await Bench.Client(server).Account.GetAsync()).Username);
        Assert.Equal("gzip", Assert.Single(server.Arrived).Header("Accept-Encoding"));
    }

    [Fact]
    public async Task So_is_a_refusal()
    {
        using RawServer server = new((connection, _) => SendAsync(connection, 403, "gzip", "{\"detail\":\"not yours\"}"));
        ReplicateException fault = await Bench.FaultOf(ErrorKind.Forbidden, () => Bench.Client(server).Account.GetAsync());
        Assert.Contains("not yours", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_says_that_it_is_compressed_and_is_not_is_a_connection_that_failed()
    {
        using RawServer server = new((connection, _) => connection.AnswerAsync(200, "{\"username\":\"alice\"}", headers: "Content-Encoding: gzip\r\n"));
        await Bench.FaultOf(ErrorKind.ConnectionFailed, () => Bench.Client(server).Account.GetAsync());
    }

    private static async Task SendAsync(RawConnection connection, int status, string coding, string json)
    {
        using MemoryStream packed = new();
        using (GZipStream zip = new(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            zip.Write(Encoding.UTF8.GetBytes(json));
        }

        await connection.SendAsync(
            $"HTTP/1.1 {status} Told\r\nContent-Type: application/json\r\nContent-Encoding: {coding}\r\nContent-Length: {packed.Length}\r\n\r\n");
        await connection.SendAsync(packed.ToArray());
    }
}
