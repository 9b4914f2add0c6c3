using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Security.Cryptography;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace ReplicatePS.Core.Tests;

/// <summary>Downloads from servers that do what they should not, over real sockets.</summary>
public class DownloadFaultTests
{
    private const string Tag = "\"5d41402abc4b2a76b9719d911017c592\"";

    private static readonly byte[] Content = Enumerable.Range(0, 100_000).Select(n => (byte)(n * 7 / 3)).ToArray();

    [Theory]
    [InlineData(Tag)]
    [InlineData("W/\"weak\"")]
    [InlineData(null)]
    public async Task A_server_that_cuts_every_answer_at_60_percent_is_read_to_the_end_if_it_has_ranges(string? etag)
    {
        using RawServer server = new((connection, request) => CutAsync(connection, request, hasRanges: true, etag));
        Assert.Equal(Content, await SaveAsync(server));
        Assert.InRange(server.Arrived.Count, 5, 20);
        Assert.All(server.Arrived.Skip(1), request => Assert.Equal(etag == Tag ? Tag : null, request.Header("If-Range")));
    }

    [Fact]
    public async Task A_server_that_cuts_every_answer_and_has_no_ranges_is_given_up_after_some_tries()
    {
        using RawServer server = new((connection, request) => CutAsync(connection, request, hasRanges: false, Tag));
        ReplicateException fault = await FailAsync(ErrorKind.ConnectionFailed, server);
        Assert.Contains("60000 of 100000 bytes", fault.Message, StringComparison.Ordinal);
        Assert.InRange(server.Arrived.Count, 2, 5);
    }

    [Fact]
    public async Task Parts_of_two_states_of_a_file_are_not_put_together()
    {
        byte[] changed = Content.Reverse().ToArray();
        int served = 0;
        using RawServer server = new(async (connection, request) =>
        {
            // It heeds no If-Range, and sends a part of the file as it is now.
            if (served++ == 0)
            {
                await SendAsync(connection, "200 OK", Content, 50_000, "ETag: \"old\"");
                connection.Close();
            }
            else if (request.Header("Range") is not null)
            {
                await SendAsync(connection, "206 Part", changed[50_000..], 50_000, "ETag: \"new\"\r\nContent-Range: bytes 50000-99999/100000");
            }
            else
            {
                await SendAsync(connection, "200 OK", changed, changed.Length, "ETag: \"new\"");
            }
        });
        Assert.Equal(changed, await SaveAsync(server));
        Assert.Equal(3, server.Arrived.Count);
    }

    [Fact]
    public async Task A_file_that_became_shorter_is_begun_anew()
    {
        byte[] shorter = Content[..40_000];
        int served = 0;
        using RawServer server = new(async (connection, request) =>
        {
            if (served++ == 0)
            {
                await SendAsync(connection, "200 OK", Content, 50_000, string.Empty);
                connection.Close();
            }
            else if (request.Header("Range") is not null)
            {
                await SendAsync(connection, "416 No such range", Array.Empty<byte>(), 0, "Content-Range: bytes */40000");
            }
            else
            {
                await SendAsync(connection, "200 OK", shorter, shorter.Length, string.Empty);
            }
        });
        Assert.Equal(shorter, await SaveAsync(server));
    }

    [Theory]
    [InlineData("Content-MD5: {md5}", true)]
    [InlineData("Content-MD5: AAAAAAAAAAAAAAAAAAAAAA==", false)]
    [InlineData("x-goog-hash: crc32c={crc},md5={md5}", true)]
    [InlineData("x-goog-hash: crc32c={crc}\r\nx-goog-hash: md5=AAAAAAAAAAAAAAAAAAAAAA==", false)]
    [InlineData("x-goog-hash: crc32c={crc}", true)]
    [InlineData("x-goog-hash: crc32c=AAAAAA==", false)]
    [InlineData("x-goog-hash: md5=nonsense", true)]
    [InlineData("x-goog-hash: md5=AAAAAAAAAAAAAAAAAAAAAA==\r\nx-goog-stored-content-encoding: gzip", true)]
    [InlineData("ETag: " + Tag, true)]
    public async Task A_checksum_that_the_server_tells_is_compared(string header, bool isRight)
    {
        Crc32C crc = new();
        crc.Add(Content, Content.Length);
        string told = header.Replace("{md5}", Convert.ToBase64String(MD5.HashData(Content))).Replace("{crc}", Convert.ToBase64String(crc.Value));
        using RawServer server = new((connection, _) => SendAsync(connection, "200 OK", Content, Content.Length, told));
        if (isRight)
        {
            Assert.Equal(Content, await SaveAsync(server));
            Assert.Single(server.Arrived);
            return;
        }

        ReplicateException fault = await FailAsync(ErrorKind.BadResponse, server);
        Assert.Contains("damaged", fault.Message, StringComparison.Ordinal);
        Assert.Equal(2, server.Arrived.Count);
    }

    [Fact]
    public async Task A_checksum_holds_for_the_whole_file_also_where_it_came_in_parts()
    {
        string md5 = "x-goog-hash: md5=" + Convert.ToBase64String(MD5.HashData(Content));
        using RawServer server = new((connection, request) => CutAsync(connection, request, hasRanges: true, Tag, md5));
        Assert.Equal(Content, await SaveAsync(server));
    }

    [Fact]
    public void The_checksum_of_Castagnoli_is_that_of_its_specification()
    {
        Crc32C crc = new();
        crc.Add("12345"u8.ToArray(), 5);
        crc.Add("6789"u8.ToArray(), 4);
        Assert.Equal(new byte[] { 0xE3, 0x06, 0x92, 0x83 }, crc.Value);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public async Task What_is_known_of_a_file_is_compared(int difference)
    {
        using RawServer server = new((connection, _) => SendAsync(connection, "200 OK", Content, Content.Length, string.Empty));
        ReplicateFile file = new(Bench.Json($$"""
            {"id":"f","size":{{Content.Length + difference}},"checksums":{"sha256":"{{Convert.ToHexString(SHA256.HashData(Content)).ToLowerInvariant()}}"} }
            """));
        using TemporaryFolder folder = new();
        string path = folder.File("a.bin");
        Task<SavedFile> save = Bench.Client(server).Outputs.SaveAsync(Link(server), path, new SaveTerms { Expected = file });
        if (difference == 0)
        {
            Assert.Equal((path, Content.Length), ((await save).Path, (await save).Size));
            Assert.True(file.IsContentOf(path));
            folder.Write("a.bin", new byte[Content.Length]);
            Assert.False(file.IsContentOf(path));
        }
        else
        {
            await Bench.FaultOf(ErrorKind.BadResponse, () => save);
            Assert.Empty(folder.Names());
        }
    }

    [Theory]
    [InlineData("v1/files/abc", true)]
    [InlineData("v1/files/abc/cat.png", true)]
    [InlineData("v1/files/abc/download?owner=o&expiry=1&signature=s", false)]
    [InlineData("v1/filesystem/cat.png", false)]
    [InlineData("cat.png", false)]
    public async Task The_token_goes_with_the_files_of_the_API_and_never_to_where_they_lead(string path, bool isSent)
    {
        using RawServer elsewhere = new((connection, _) => SendAsync(connection, "200 OK", Content, Content.Length, string.Empty));
        using RawServer api = new((connection, _) =>
            SendAsync(connection, "302 Found", Array.Empty<byte>(), 0, $"Location: {elsewhere.Address}signed/cat.png"));
        using TemporaryFolder folder = new();
        await Bench.Client(api).Outputs.SaveAsync(OutputLink.Of(api.Address + path), folder.File("a.png"));
        Assert.Equal(isSent ? $"Bearer {Bench.Token}" : null, api.Arrived.Single().Header("Authorization"));
        Assert.Null(elsewhere.Arrived.Single().Header("Authorization"));
    }

    [Fact]
    public async Task The_token_goes_to_no_other_host_whatever_its_path()
    {
        using RawServer api = new((connection, _) => connection.AnswerAsync(404, "{}"));
        using RawServer elsewhere = new((connection, _) => SendAsync(connection, "200 OK", Content, Content.Length, string.Empty));
        using TemporaryFolder folder = new();
        await Bench.Client(api).Outputs.SaveAsync(OutputLink.Of(elsewhere.Address + "v1/files/abc"), folder.File("a.png"));
        Assert.Null(elsewhere.Arrived.Single().Header("Authorization"));
        Assert.Empty(api.Arrived);
    }

    [Fact]
    public async Task What_is_told_of_an_uploaded_file_does_not_pass_for_its_content()
    {
        using RawServer server = new((connection, _) => connection.AnswerAsync(
            200, """{"id":"abc","name":"cat.png","checksums":{"sha256":"00"},"urls":{"get":"https://api.example/v1/files/abc"}}"""));
        using TemporaryFolder folder = new();
        ReplicateException fault = await Bench.FaultOf(
            ErrorKind.InvalidInput, () => Bench.Client(server).Outputs.SaveAsync(OutputLink.Of(server.Address + "v1/files/abc"), folder.File("a")));
        Assert.Contains("Save-ReplicateFile", fault.Message, StringComparison.Ordinal);
        Assert.Empty(folder.Names());
    }

    [Fact]
    public async Task What_drips_stands_still_and_ends_after_some_tries()
    {
        using TestClock clock = new();
        await clock.LetPass();
        using TemporaryFolder folder = new();
        StubTransport stub = new StubTransport().Then(_ => StubTransport.Answer(new DrippingStream(clock), 200, 1_000_000));
        ReplicateException fault = await Bench.FaultOf(
            ErrorKind.ConnectionFailed, () => Bench.Client(stub, clock).Outputs.SaveAsync(OutputLink.Of("https://x.example/a.png"), folder.File("a.png")));
        Assert.Contains("bytes came for 100 s", fault.Message, StringComparison.Ordinal);
        Assert.InRange(clock.Elapsed.TotalSeconds, 100, 600);
        Assert.Empty(folder.Names());
    }

    [Fact]
    public async Task Who_stops_a_download_leaves_no_temporary_file()
    {
        using CancellationTokenSource stop = new();
        TaskCompletionSource isHalf = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using RawServer server = new(async (connection, _) =>
        {
            await SendAsync(connection, "200 OK", Content, 50_000, string.Empty);
            await connection.StallAsync();
        });
        using TemporaryFolder folder = new();
        Task save = Bench.Client(server).Outputs.SaveAsync(Link(server), folder.File("a"), progress: new Until(50_000, isHalf), cancellation: stop.Token);
        await isHalf.Task;
        Assert.EndsWith(".part", folder.Names().Single(), StringComparison.Ordinal);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => save);
        Assert.Empty(folder.Names());
    }

    [Fact]
    public async Task A_file_that_is_replaced_is_there_at_every_moment()
    {
        using TemporaryFolder folder = new();
        string path = folder.Write("a.png", "old"u8.ToArray());
        ReplicateClient client = Bench.Client(new StubTransport().Then(200, "new"), TimeProvider.System);
        Task replacing = Task.Run(async () =>
        {
            for (int i = 0; i < 100; i++)
            {
                await client.Outputs.SaveAsync(OutputLink.Of("data:,new"), path, overwrite: true);
            }
        });
        while (!replacing.IsCompleted)
        {
            Assert.True(File.Exists(path));
        }

        await replacing;
        Assert.Equal("new", File.ReadAllText(path));
    }

    [Theory]
    [InlineData("attachment; filename=\"cat.png\"", "cat.png")]
    [InlineData("attachment; filename=\"../../evil.png\"", "evil.png")]
    [InlineData("attachment; filename=\"..\\\\..\\\\boot.ini\"", "boot.ini")]
    [InlineData("attachment; filename*=UTF-8''%e2%80%ae%2e%2e%2fgnp.exe", "gnp.exe")]
    [InlineData("attachment; filename=\"NUL.png\"", "_NUL.png")]
    [InlineData("attachment; filename=\"..\"", null)]
    [InlineData("inline", null)]
    public async Task A_name_that_a_server_gives_is_made_safe(string disposition, string? name)
    {
        using RawServer server = new((connection, _) => SendAsync(
            connection, "200 OK", Content, Content.Length, $"Content-Disposition: {disposition}\r\nContent-Type: image/png"));
        using TemporaryFolder folder = new();
        Delivery? told = null;
        await Bench.Client(server).Outputs.SaveAsync(Link(server), folder.File("a"), new SaveTerms
        {
            PathFor = delivery =>
            {
                told = delivery;
                return folder.File("b" + delivery.Ending);
            },
        });
        Assert.Equal(name, told?.FileName);
        Assert.Equal(folder.File("b" + (name is null ? ".png" : Path.GetExtension(name))), folder.Names().Single());
    }

    private static OutputLink Link(RawServer server) => OutputLink.Of(server.Address + "out.bin");

    private static Task CutAsync(RawConnection connection, RawRequest request, bool hasRanges, string? etag, string more = "")
    {
        int from = hasRanges && request.Header("Range") is { } range
            ? int.Parse(range["bytes=".Length..].TrimEnd('-'), CultureInfo.InvariantCulture)
            : 0;
        byte[] rest = Content[from..];
        string headers = (etag is null ? string.Empty : $"ETag: {etag}\r\n") + (from > 0 ? $"Content-Range: bytes {from}-{Content.Length - 1}/{Content.Length}\r\n" : string.Empty) + more;

        // The last few bytes are whole, or no end would ever be seen.
        int sent = rest.Length > 10 ? rest.Length * 6 / 10 : rest.Length;
        return CloseAfterAsync(connection, SendAsync(connection, from > 0 ? "206 Part" : "200 OK", rest, sent, headers));
    }

    private static async Task CloseAfterAsync(RawConnection connection, Task sent)
    {
        await sent;
        connection.Close();
    }

    private static async Task SendAsync(RawConnection connection, string status, byte[] body, int sent, string headers)
    {
        string head = headers.Trim();
        await connection.SendAsync($"HTTP/1.1 {status}\r\nContent-Length: {body.Length}\r\n{head}{(head.Length > 0 ? "\r\n" : string.Empty)}\r\n");
        await connection.SendAsync(body[..sent]);
    }

    private static async Task<byte[]> SaveAsync(RawServer server)
    {
        using TemporaryFolder folder = new();
        await Bench.Client(server).Outputs.SaveAsync(Link(server), folder.File("a.bin"));
        Assert.Single(folder.Names());
        return await File.ReadAllBytesAsync(folder.File("a.bin"));
    }

    private static async Task<ReplicateException> FailAsync(ErrorKind kind, RawServer server)
    {
        using TemporaryFolder folder = new();
        ReplicateException fault = await Bench.FaultOf(kind, () => Bench.Client(server).Outputs.SaveAsync(Link(server), folder.File("a.bin")));
        Assert.Empty(folder.Names());
        return fault;
    }

    private sealed class Until(long bytes, TaskCompletionSource reached) : IProgress<long>
    {
        public void Report(long value)
        {
            if (value >= bytes)
            {
                reached.TrySetResult();
            }
        }
    }

    /// <summary>A byte now and then, for ever.</summary>
    private sealed class DrippingStream(TestClock clock) : ScriptedStream(Array.Empty<byte>())
    {
        protected override async Task<int> AfterAsync(CancellationToken cancellation)
        {
            await clock.Delay(TimeSpan.FromSeconds(9), cancellation);
            return 1;
        }
    }
}
