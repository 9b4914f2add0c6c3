using System;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Text;
using System.Threading.Tasks;
using Xunit;

namespace ReplicatePS.Emulator.Tests;

public sealed class OutputTests : IDisposable
{
    private readonly Account _account = new();

    public void Dispose() => _account.Dispose();

    [Theory]
    [InlineData("16:9", 672, 384)]
    [InlineData("1:1", 512, 512)]
    [InlineData("9:21", 320, 768)]
    public async Task Pictures_are_valid_PNG_files_of_the_size_that_was_asked_for(string ratio, int width, int height)
    {
        string[] urls = await PaintAsync($$"""{"prompt":"x","aspect_ratio":"{{ratio}}","megapixels":"0.25"}""");

        Assert.Equal((width, height), PngFile.Read(await _account.Http.GetByteArrayAsync(urls[0])).Size);
    }

    [Fact]
    public async Task Pictures_differ_by_prompt_and_seed_and_are_the_same_for_the_same()
    {
        string[] inputs = { """{"prompt":"a","seed":1}""", """{"prompt":"b","seed":1}""", """{"prompt":"a","seed":2}""", """{"prompt":"a","seed":1}""" };
        byte[][] pictures = new byte[inputs.Length][];
        for (int i = 0; i < inputs.Length; i++)
        {
            pictures[i] = await _account.Http.GetByteArrayAsync((await PaintAsync(inputs[i]))[0]);
        }

        Assert.Equal(pictures[0], pictures[3]);
        Assert.Equal(3, pictures.Select(Convert.ToBase64String).Distinct().Count());
    }

    [Fact]
    public async Task As_many_pictures_are_made_as_were_asked_for()
    {
        string[] urls = await PaintAsync("""{"prompt":"x","num_outputs":3,"megapixels":"0.25"}""");

        Assert.Equal(new[] { "out-0.png", "out-1.png", "out-2.png" }, urls.Select(url => url.Split('/')[^1]));
        Assert.Equal(404, (await _account.GetAsync(urls[0].Replace("out-0", "out-9", StringComparison.Ordinal))).Status);
    }

    [Fact]
    public async Task Speech_is_a_WAV_file()
    {
        string id = await _account.PredictAsync("dfdf537ba482b029e0a761699e6f55e9162cfd159270bfe0e44857caa5f275a6", """{"text":"hello there"}""");
        _account.Step(5);
        byte[] wav = await _account.Http.GetByteArrayAsync((await _account.GetAsync("predictions/" + id)).Text("output"));

        Assert.Equal("RIFF", Encoding.ASCII.GetString(wav, 0, 4));
        Assert.Equal(wav.Length - 8, BitConverter.ToInt32(wav, 4));
        Assert.Equal(wav.Length - 44, BitConverter.ToInt32(wav, 40));
        Assert.Contains(wav.Skip(44), sample => sample != 0);
    }

    [Fact]
    public async Task Downloads_have_the_headers_of_a_delivery_network()
    {
        string url = await BytesAsync("2");
        using HttpResponseMessage response = await _account.Http.SendAsync(new HttpRequestMessage(HttpMethod.Head, url));

        Assert.Equal(2_000_000, response.Content.Headers.ContentLength);
        Assert.Equal("bytes", response.Headers.AcceptRanges.Single());
        Assert.Equal(TimeSpan.FromHours(1), response.Headers.CacheControl!.MaxAge);
        Assert.NotNull(response.Headers.ETag);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task A_download_can_be_resumed()
    {
        string url = await BytesAsync("0.2");
        byte[] whole = await _account.Http.GetByteArrayAsync(url);
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        request.Headers.Range = new RangeHeaderValue(150_001, null);
        using HttpResponseMessage response = await _account.Http.SendAsync(request);

        Assert.Equal(HttpStatusCode.PartialContent, response.StatusCode);
        Assert.Equal("bytes 150001-199999/200000", response.Content.Headers.ContentRange!.ToString());
        Assert.Equal(whole[150_001..], await response.Content.ReadAsByteArrayAsync());
    }

    [Theory]
    [InlineData("bytes=-5", "bytes 199995-199999/200000", 206)]
    [InlineData("bytes=0-0", "bytes 0-0/200000", 206)]
    [InlineData("bytes=200000-", "bytes */200000", 416)]
    public async Task Ranges_are_read_as_HTTP_says(string range, string contentRange, int status)
    {
        Answer answer = await _account.GetAsync(await BytesAsync("0.2"), ("Range", range));

        Assert.Equal(status, answer.Status);
        Assert.Equal(contentRange, answer.Message.Content.Headers.ContentRange!.ToString());
    }

    [Fact]
    public async Task A_big_download_is_not_held_in_memory()
    {
        string url = await BytesAsync("50000");
        using HttpResponseMessage response = await _account.Http.GetAsync(url, HttpCompletionOption.ResponseHeadersRead);
        byte[] buffer = new byte[100];

        Assert.Equal(50_000_000_000, response.Content.Headers.ContentLength);
        Assert.True(await (await response.Content.ReadAsStreamAsync()).ReadAsync(buffer) > 0);
    }

    private async Task<string[]> PaintAsync(string input)
    {
        string id = await _account.PredictAsync("black-forest-labs/flux-schnell", input);
        _account.Step(5);
        return (await _account.GetAsync("predictions/" + id)).Json.GetProperty("output").EnumerateArray().Select(url => url.GetString()!).ToArray();
    }

    private async Task<string> BytesAsync(string megabytes)
    {
        string id = await _account.PredictAsync("emulator/bytes", $$"""{"megabytes":{{megabytes}}}""");
        return (await _account.GetAsync("predictions/" + id)).Text("output");
    }
}
