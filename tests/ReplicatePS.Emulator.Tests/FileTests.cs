using System;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using ReplicatePS.Emulator.Files;
using Xunit;

namespace ReplicatePS.Emulator.Tests;

public sealed class FileTests : IDisposable
{
    private readonly Account _account = new();

    public void Dispose() => _account.Dispose();

    [Fact]
    public async Task An_upload_is_hashed_named_and_found_again()
    {
        byte[] bytes = Enumerable.Range(0, 3_000_000).Select(i => (byte)(i * 7 / 3)).ToArray();
        Answer created = await _account.UploadAsync(bytes, "größe 1.zip");
        Answer read = await _account.GetAsync("files/" + created.Text("id"));

        Assert.Equal(201, created.Status);
        Assert.Equal(created.Body, read.Body);
        Assert.Equal("größe 1.zip", read.Text("name"));
        Assert.Equal("application/zip", read.Text("content_type"));
        Assert.Equal(bytes.Length, read.Json.GetProperty("size").GetInt32());
        Assert.Equal(Convert.ToHexStringLower(MD5.HashData(bytes)), read.Text("etag"));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(bytes)), read.Json.GetProperty("checksums").GetProperty("sha256").GetString());
        Assert.Equal(new[] { "id", "name", "content_type", "size", "etag", "checksums", "metadata", "created_at", "expires_at", "urls" }, read.Keys);
        Assert.Null(read.Header("ratelimit-remaining"));
    }

    [Fact]
    public async Task Bytes_whose_folder_was_cleared_away_can_still_be_let_go()
    {
        string folder = Path.Combine(Path.GetTempPath(), $"replicate-test-{Guid.NewGuid():N}");
        StoredBytes bytes = new(folder);
        await bytes.WriteAsync(new byte[2 << 20], 0, 2 << 20, CancellationToken.None);
        bytes.Complete();
        Assert.Single(Directory.GetFiles(folder));
        Directory.Delete(folder, recursive: true);
        bytes.Dispose();
    }

    [Fact]
    public async Task A_browser_form_with_metadata_as_a_blob_is_understood()
    {
        Answer answer = await PostFormAsync(
            "----formdata-undici-012",
            "------formdata-undici-012\r\nContent-Disposition: form-data; name=\"content\"; filename=\"a%22b.txt\"\r\nContent-Type: text/plain\r\n\r\n" +
            "line\r\n------formdata-undici-01\r\n-\r\n------formdata-undici-012\r\nContent-Disposition: form-data; name=\"metadata\"; filename=\"blob\"\r\n" +
            "Content-Type: application/json\r\n\r\n{\"a\":1}\r\n------formdata-undici-012--\r\n");

        Assert.Equal("a\"b.txt", answer.Text("name"));
        Assert.Equal("text/plain", answer.Text("content_type"));
        Assert.Equal("line\r\n------formdata-undici-01\r\n-".Length, answer.Json.GetProperty("size").GetInt32());
        Assert.Equal("{\"a\":1}", answer.Json.GetProperty("metadata").GetRawText());
    }

    [Fact]
    public async Task Parts_that_name_the_file_and_its_type_go_first()
    {
        Answer answer = await PostFormAsync(
            "b",
            "preamble\r\n--b\r\nContent-Disposition: form-data; name=filename\r\n\r\nreal.bin\r\n--b\r\nContent-Disposition: form-data; name=\"type\"\r\n\r\nimage/png\r\n" +
            "--b\r\nContent-Disposition: form-data; name=\"content\"; filename=\"x\"\r\n\r\n\r\n--b--");

        Assert.Equal("real.bin", answer.Text("name"));
        Assert.Equal("image/png", answer.Text("content_type"));
        Assert.Equal("d41d8cd98f00b204e9800998ecf8427e", answer.Text("etag"));
    }

    [Theory]
    [InlineData("--b\r\nContent-Disposition: form-data; name=\"content\"\r\n\r\ncut")]
    [InlineData("--b\r\nContent-Disposition: form-data; name=\"other\"\r\n\r\nx\r\n--b--\r\n")]
    [InlineData("")]
    public async Task A_broken_form_is_a_bad_request(string form) => Assert.Equal(400, (await PostFormAsync("b", form)).Status);

    [Fact]
    public async Task What_is_over_100_MiB_is_refused_while_it_arrives()
    {
        var content = new EndlessContent(200L << 20);
        using var form = new MultipartFormDataContent { { content, "content", "big.bin" } };
        using HttpResponseMessage response = await _account.Http.PostAsync("files", form);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        Assert.Contains("100MB", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.InRange(content.Written, 100L << 20, 102L << 20);
    }

    [Fact]
    public async Task Files_are_listed_deleted_and_expire_after_a_day()
    {
        string first = (await _account.UploadAsync(new byte[1])).Text("id");
        string second = (await _account.UploadAsync(new byte[2])).Text("id");
        Assert.Equal(2, (await _account.GetAsync("files")).Json.GetProperty("results").GetArrayLength());

        Answer deleted = await _account.SendAsync(HttpMethod.Delete, "files/" + first);
        Assert.Equal((204, ""), (deleted.Status, deleted.Body));
        Assert.Equal(404, (await _account.SendAsync(HttpMethod.Delete, "files/" + first)).Status);

        _account.Step((24 * 3600) + 1);
        Answer gone = await _account.GetAsync("files/" + second);
        Assert.Equal((404, "File not found"), (gone.Status, gone.Text("detail")));
    }

    [Fact]
    public async Task A_signed_download_gives_the_bytes_without_a_token()
    {
        using var account = new Account(options => options.FilesSigningSecret = "s");
        string id = (await account.UploadAsync("hello"u8.ToArray())).Text("id");
        long expiry = account.Emulator.Clock.GetUtcNow().ToUnixTimeSeconds() + 60;
        string signature = Convert.ToBase64String(HMACSHA256.HashData("s"u8, Encoding.UTF8.GetBytes($"you {id} {expiry}")));
        string path = $"files/{id}/download?owner=you&expiry={expiry}&signature={Uri.EscapeDataString(signature)}";

        Assert.Equal("hello", (await account.GetAsync(path)).Body);
        Assert.Equal(404, (await account.GetAsync(path + "x")).Status);
        account.Step(120);
        Assert.Equal(404, (await account.GetAsync(path)).Status);
    }

    [Fact]
    public async Task A_picture_that_was_uploaded_can_be_upscaled()
    {
        string picture = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        byte[] bytes = await File.ReadAllBytesAsync(SamplePictures.Write(picture, 1, size: 64)[0]);
        Directory.Delete(picture, recursive: true);
        string url = (await _account.UploadAsync(bytes)).Json.GetProperty("urls").GetProperty("get").GetString()!;
        string id = await _account.PredictAsync("f121d640bd286e1fdc67f9799164c1d5be36ff74576ee11c803ae5b665dd46aa", $$"""{"image":"{{url}}","scale":2.5}""");
        _account.Step(5);
        byte[] larger = await _account.Http.GetByteArrayAsync((await _account.GetAsync("predictions/" + id)).Text("output"));

        Assert.Equal((160, 160), PngFile.Read(larger).Size);
    }

    private async Task<Answer> PostFormAsync(string boundary, string form)
    {
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(form));
        content.Headers.ContentType = MediaTypeHeaderValue.Parse("multipart/form-data; boundary=" + boundary);
        using HttpResponseMessage response = await _account.Http.PostAsync("files", content);
        return await Answer.OfAsync(response);
    }

    /// <summary>A file of which one can tell how much was sent.</summary>
    private sealed class EndlessContent(long length) : HttpContent
    {
        public long Written { get; private set; }

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            byte[] buffer = new byte[64 * 1024];
            while (Written < length)
            {
                await stream.WriteAsync(buffer);
                Written += buffer.Length;
            }
        }

        protected override bool TryComputeLength(out long computed)
        {
            computed = length;
            return true;
        }
    }
}
