using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Security.Cryptography;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace ReplicatePS.Core.Tests;

public class UploadTests
{
    [Theory]
    [InlineData("a.png", null, "image/png")]
    [InlineData("größe \"1\".zip", null, "application/zip")]
    [InlineData("data", null, "application/octet-stream")]
    [InlineData("a.png", "image/x-own", "image/x-own")]
    public async Task The_form_reads_back_byte_for_byte(string name, string? type, string sentType)
    {
        using TemporaryFolder folder = new();
        byte[] content = RandomNumberGenerator.GetBytes(200_000);
        string path = folder.Write("source", content);
        List<long> progress = new();
        FormTransport form = new();
        ReplicateFile file = await Bench.Client(form, TimeProvider.System).Files.UploadAsync(path, name, type, new Now(progress.Add));
        string boundary = form.ContentType.Split("boundary=")[1].Trim('"');
        string head = $"--{boundary}\r\nContent-Disposition: form-data; name=\"content\"; filename=\"{name.Replace("\"", "%22")}\"\r\nContent-Type: {sentType}\r\n\r\n";
        byte[] expected = Encoding.UTF8.GetBytes(head).Concat(content).Concat(Encoding.UTF8.GetBytes($"\r\n--{boundary}--\r\n")).ToArray();
        Assert.Equal(expected, form.Body);
        Assert.Equal(expected.Length, form.Length);
        Assert.Equal(content.Length, progress[^1]);
        Assert.True(progress.Count >= 3);
        Assert.Equal("abc", file.Id);
    }

    [Fact]
    public async Task An_empty_file_may_be_uploaded()
    {
        using TemporaryFolder folder = new();
        await Bench.Client(new FormTransport(), TimeProvider.System).Files.UploadAsync(folder.Write("empty", Array.Empty<byte>()));
    }

    [Fact]
    public async Task A_file_over_100_mib_is_refused_before_anything_is_sent()
    {
        using TemporaryFolder folder = new();
        string path = folder.File("big.zip");
        using (FileStream big = File.Create(path))
        {
            big.SetLength(FilesApi.LargestFile + 1);
        }

        StubTransport stub = new StubTransport().Then(201, "{}");
        await Bench.FaultOf(ErrorKind.FileTooLarge, () => Bench.Client(stub, TimeProvider.System).Files.UploadAsync(path));
        Assert.Empty(stub.Seen);
    }

    [Fact]
    public async Task A_file_that_is_missing_or_cannot_be_read_is_refused_before_anything_is_sent()
    {
        using TemporaryFolder folder = new();
        StubTransport stub = new StubTransport().Then(201, "{}");
        ReplicateClient client = Bench.Client(stub, TimeProvider.System);
        await Bench.FaultOf(ErrorKind.InvalidInput, () => client.Files.UploadAsync(folder.File("none")));
        string locked = folder.Write("locked", new byte[3]);
        using FileStream held = new(locked, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        await Bench.FaultOf(ErrorKind.InvalidInput, () => client.Files.UploadAsync(locked));
        Assert.Empty(stub.Seen);
    }

    [Fact]
    public async Task A_media_type_cannot_smuggle_headers_in()
    {
        using TemporaryFolder folder = new();
        StubTransport stub = new StubTransport().Then(201, "{}");
        await Bench.FaultOf(ErrorKind.InvalidInput, () => Bench.Client(stub, TimeProvider.System).Files.UploadAsync(
            folder.Write("a", new byte[3]), mediaType: "image/png\r\nX-Evil: 1"));
        Assert.Empty(stub.Seen);
    }

    [Fact]
    public async Task Nothing_holds_a_whole_file_in_either_direction()
    {
        using TemporaryFolder folder = new();
        string path = folder.File("big.bin");
        using (FileStream big = File.Create(path))
        {
            big.SetLength(90 * 1024 * 1024);
        }

        FormTransport sink = new(keepsBody: false);
        ReplicateClient client = Bench.Client(sink, TimeProvider.System);
        long before = GC.GetTotalAllocatedBytes(precise: true);
        await client.Files.UploadAsync(path);
        Assert.InRange(sink.Length, 90 * 1024 * 1024, 91 * 1024 * 1024);

        StubTransport stub = new StubTransport().Then(_ => StubTransport.Answer(new Zeros(200L * 1024 * 1024), 200, 200L * 1024 * 1024));
        Assert.Equal(200L * 1024 * 1024, await Bench.Client(stub, TimeProvider.System).Outputs.SaveAsync(OutputLink.Of("https://replicate.delivery/a"), folder.File("a")));
        Assert.InRange(GC.GetTotalAllocatedBytes(precise: true) - before, 0, 64L * 1024 * 1024);
    }

    private sealed class Now(Action<long> report) : IProgress<long>
    {
        public void Report(long value) => report(value);
    }

    private sealed class FormTransport(bool keepsBody = true) : HttpMessageHandler
    {
        public string ContentType { get; private set; } = string.Empty;

        public byte[] Body { get; private set; } = Array.Empty<byte>();

        public long Length { get; private set; }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellation)
        {
            ContentType = request.Content!.Headers.ContentType!.ToString();
            Length = request.Content.Headers.ContentLength!.Value;
            using MemoryStream body = new();
            await request.Content.CopyToAsync(keepsBody ? body : Stream.Null, cancellation);
            Body = body.ToArray();
            return StubTransport.Answer(201, "{\"id\":\"abc\"}");
        }
    }

    private sealed class Zeros(long length) : ScriptedStream(Array.Empty<byte>())
    {
        private long _left = length;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            int count = (int)Math.Min(_left, buffer.Length);
            _left -= count;
            return new ValueTask<int>(count);
        }

        protected override Task<int> AfterAsync(CancellationToken cancellation) => Task.FromResult(0);
    }
}
