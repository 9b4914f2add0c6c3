using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Text;
using System.Threading.Tasks;

namespace ReplicatePS.Core.Tests;

public class DownloadTests
{
    private const string Content = "0123456789abcdefghij";

    private static readonly OutputLink Link = OutputLink.Of("https://replicate.delivery/x/out-0.png");

    [Fact]
    public async Task A_file_has_a_temporary_name_until_it_is_complete()
    {
        using TemporaryFolder folder = new();
        string[] during = Array.Empty<string>();
        StubTransport stub = new StubTransport().Then(200, Content);
        long size = await Client(stub).Outputs.SaveAsync(Link, folder.File("a.png"), progress: new Now(_ => during = folder.Names()));
        Assert.DoesNotContain(folder.File("a.png"), during);
        Assert.Single(during);
        Assert.Equal(folder.File("a.png"), folder.Names().Single());
        Assert.Equal((Content, (long)Content.Length), (File.ReadAllText(folder.File("a.png")), size));
    }

    [Theory]
    [InlineData("\"tag\"")]
    [InlineData(null)]
    public async Task A_cut_download_goes_on_where_it_stopped(string? etag)
    {
        StubTransport stub = new StubTransport()
            .Then(_ => Whole(new BrokenStream(Bytes(0, 7)), etag))
            .Then(_ => Part(7, new BrokenStream(Bytes(7, 5)), etag))
            .Then(_ => Part(12, new MemoryStream(Bytes(12, 8)), etag));
        Assert.Equal(Content, await SaveAsync(stub));
        Assert.Equal(new[] { null, "bytes=7-", "bytes=12-" }, stub.Seen.Select(request => request.Headers.GetValueOrDefault("Range")));
        Assert.Equal(etag, stub.Seen[1].Headers.GetValueOrDefault("If-Range"));
    }

    [Fact]
    public async Task A_server_that_ignores_ranges_sends_the_file_anew()
    {
        StubTransport stub = new StubTransport().Then(_ => Whole(new BrokenStream(Bytes(0, 7)))).Then(_ => Whole(new MemoryStream(Bytes(0, 20))));
        Assert.Equal(Content, await SaveAsync(stub));
    }

    [Fact]
    public async Task A_part_that_was_not_asked_for_is_not_put_in()
    {
        StubTransport stub = new StubTransport().Then(_ => Whole(new BrokenStream(Bytes(0, 7)))).Then(_ => Part(3, new MemoryStream(Bytes(3, 17))));
        await FailAsync(ErrorKind.BadResponse, stub);
    }

    [Fact]
    public async Task A_file_of_unknown_size_is_begun_anew_as_its_parts_may_be_compressed()
    {
        StubTransport stub = new StubTransport()
            .Then(_ => StubTransport.Answer(new BrokenStream(Bytes(0, 7))))
            .Then(_ => StubTransport.Answer(new MemoryStream(Bytes(0, 20))));
        Assert.Equal(Content, await SaveAsync(stub));
        Assert.False(stub.Seen[1].Headers.ContainsKey("Range"));
    }

    [Theory]
    [InlineData(30)]
    [InlineData(10)]
    public async Task A_size_that_does_not_come_true_is_a_cut(int announced)
    {
        StubTransport stub = new StubTransport().Then(_ => StubTransport.Answer(new MemoryStream(Bytes(0, 20)), 200, announced));
        ReplicateException fault = await FailAsync(ErrorKind.ConnectionFailed, stub);
        Assert.Contains($"of {announced} bytes", fault.Message, StringComparison.Ordinal);
        Assert.InRange(stub.Seen.Count, 2, 6);
    }

    [Theory]
    [InlineData(404, ErrorKind.NotFound, "is gone")]
    [InlineData(410, ErrorKind.NotFound, "is gone")]
    [InlineData(403, ErrorKind.Forbidden, "403")]
    [InlineData(500, ErrorKind.ServerError, "500")]
    public async Task A_refusal_leaves_nothing_and_says_why(int status, ErrorKind kind, string said)
    {
        ReplicateException fault = await FailAsync(kind, new StubTransport().Then(status, "<Error>NoSuchKey</Error>"));
        Assert.Contains(said, fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("token", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_download_that_stalls_goes_on_when_its_time_is_up()
    {
        StubTransport stub = new StubTransport().Then(_ => Whole(new StallingStream(Bytes(0, 7)))).Then(_ => Part(7, new MemoryStream(Bytes(7, 13))));
        Assert.Equal(Content, await SaveAsync(stub));
    }

    [Fact]
    public async Task A_download_that_stalls_for_ever_ends()
    {
        ReplicateException fault = await FailAsync(ErrorKind.ConnectionFailed, new StubTransport().Then(_ => Whole(new StallingStream(Array.Empty<byte>()))));
        Assert.Contains("nothing came for 100 s", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://elsewhere.example/y", true)]
    [InlineData("/y", true)]
    [InlineData("http://elsewhere.example/y", false)]
    [InlineData("file:///etc/passwd", false)]
    public async Task Redirects_are_followed_as_long_as_they_stay_secure(string location, bool isFollowed)
    {
        StubTransport stub = new StubTransport().Then(302, string.Empty, ("Location", location)).Then(200, Content);
        if (isFollowed)
        {
            Assert.Equal(Content, await SaveAsync(stub));
            Assert.All(stub.Seen, request => Assert.Null(request.Authorization));
        }
        else
        {
            await FailAsync(ErrorKind.BadResponse, stub);
            Assert.Single(stub.Seen);
        }
    }

    [Theory]
    [InlineData("none/a.png")]
    [InlineData("file/a.png")]
    [InlineData("folder")]
    [InlineData("bad\0name")]
    public async Task A_path_that_cannot_be_written_is_an_error_and_leaves_nothing(string name)
    {
        using TemporaryFolder folder = new();
        folder.Write("file", new byte[1]);
        Directory.CreateDirectory(folder.File("folder"));
        int before = folder.Names().Length;
        ReplicateException fault = await Bench.FaultOf(
            ErrorKind.InvalidInput, () => Client(new StubTransport().Then(200, Content)).Outputs.SaveAsync(Link, folder.Path + "/" + name, overwrite: true));
        Assert.Contains("cannot be written", fault.Message, StringComparison.Ordinal);
        Assert.Equal(before, folder.Names().Length);
    }

    [Fact]
    public async Task A_file_that_is_there_is_replaced_only_when_asked_to_and_before_anything_is_fetched()
    {
        using TemporaryFolder folder = new();
        string path = folder.Write("a.png", "old"u8.ToArray());
        StubTransport stub = new StubTransport().Then(200, Content);
        await Bench.FaultOf(ErrorKind.InvalidInput, () => Client(stub).Outputs.SaveAsync(Link, path));
        Assert.Equal("old", File.ReadAllText(path));
        Assert.Empty(stub.Seen);
        await Client(stub).Outputs.SaveAsync(Link, path, overwrite: true);
        Assert.Equal(Content, File.ReadAllText(path));
    }

    [Fact]
    public async Task A_failed_download_keeps_the_file_that_was_to_be_replaced()
    {
        using TemporaryFolder folder = new();
        string path = folder.Write("a.png", "old"u8.ToArray());
        await Bench.FaultOf(() => Client(new StubTransport().Then(404, "{}")).Outputs.SaveAsync(Link, path, overwrite: true));
        Assert.Equal("old", File.ReadAllText(path));
    }

    [Fact]
    public async Task A_name_as_long_as_names_can_be_is_written()
    {
        using TemporaryFolder folder = new();
        await Client(new StubTransport().Then(200, Content)).Outputs.SaveAsync(Link, folder.File(new string('n', 250) + ".png"));
    }

    [Fact]
    public async Task Inline_content_is_written_without_a_request()
    {
        using TemporaryFolder folder = new();
        StubTransport stub = new();
        Assert.Equal(2, await Client(stub).Outputs.SaveAsync(OutputLink.Of("data:text/plain;base64,aGk="), folder.File("a.txt")));
        Assert.Equal("hi", File.ReadAllText(folder.File("a.txt")));
        Assert.Empty(stub.Seen);
    }

    [Fact]
    public async Task Over_a_real_connection_a_cut_is_seen_and_cured()
    {
        using TemporaryFolder folder = new();
        int served = 0;
        using RawServer server = new(async (connection, request) =>
        {
            if (served++ == 0)
            {
                await connection.SendAsync($"HTTP/1.1 200 OK\r\nContent-Length: 20\r\nETag: \"t\"\r\n\r\n{Content[..9]}");
                await Task.Delay(50);
                connection.Reset();
                return;
            }

            Assert.Equal("bytes=9-", request.Header("Range"));
            await connection.SendAsync($"HTTP/1.1 206 Partial\r\nContent-Length: 11\r\nContent-Range: bytes 9-19/20\r\nETag: \"t\"\r\n\r\n{Content[9..]}");
        });
        await Bench.Client(server).Outputs.SaveAsync(OutputLink.Of(server.Address + "out.png"), folder.File("a.png"));
        Assert.Equal(Content, File.ReadAllText(folder.File("a.png")));
        Assert.All(server.Arrived, request => Assert.Null(request.Header("Authorization")));
    }

    private static ReplicateClient Client(StubTransport stub) => Bench.Client(stub, TimeProvider.System);

    private static byte[] Bytes(int from, int count) => Encoding.ASCII.GetBytes(Content.Substring(from, count));

    private static HttpResponseMessage Whole(Stream body, string? etag = null)
    {
        HttpResponseMessage response = StubTransport.Answer(body, 200, Content.Length);
        response.Headers.ETag = etag is null ? null : EntityTagHeaderValue.Parse(etag);
        return response;
    }

    private static HttpResponseMessage Part(int from, Stream body, string? etag = null)
    {
        HttpResponseMessage response = StubTransport.Answer(body, 206, Content.Length - from);
        response.Content.Headers.ContentRange = new ContentRangeHeaderValue(from, Content.Length - 1, Content.Length);
        response.Headers.ETag = etag is null ? null : EntityTagHeaderValue.Parse(etag);
        return response;
    }

    private static async Task<string> SaveAsync(StubTransport stub)
    {
        using TemporaryFolder folder = new();
        using TestClock clock = new();
        await clock.LetPass();
        await Bench.Client(stub, clock).Outputs.SaveAsync(Link, folder.File("a.png"));
        Assert.Single(folder.Names());
        return File.ReadAllText(folder.File("a.png"));
    }

    private static async Task<ReplicateException> FailAsync(ErrorKind kind, StubTransport stub)
    {
        using TemporaryFolder folder = new();
        using TestClock clock = new();
        await clock.LetPass();
        ReplicateException fault = await Bench.FaultOf(kind, () => Bench.Client(stub, clock).Outputs.SaveAsync(Link, folder.File("a.png")));
        Assert.Empty(folder.Names());
        return fault;
    }

    private sealed class Now(Action<long> report) : IProgress<long>
    {
        public void Report(long value) => report(value);
    }
}
