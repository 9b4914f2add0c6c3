using System.IO;
using System.Text.Json;
using ReplicatePS.Core;

namespace ReplicatePS.Tests.Commands;

public sealed class OutputFileTests : IDisposable
{
    private readonly EmulatedAccount _account = new();

    public void Dispose() => _account.Dispose();

    [Fact]
    public async Task Its_content_is_fetched_when_it_is_asked_for_and_not_before()
    {
        OutputFile file = await PictureAsync();
        int before = _account.Sent.Count();
        Assert.Equal(("image/png", 0, "p"), (file.ContentType, file.Index, file.PredictionId));
        Assert.Equal(file.Url, file.ToString());
        Assert.Equal(before, _account.Sent.Count());

        byte[] bytes = file.ReadBytes();
        Assert.Equal(before + 1, _account.Sent.Count());
        using Stream stream = file.OpenRead();
        using MemoryStream copy = new();
        stream.CopyTo(copy);
        Assert.Equal(bytes, copy.ToArray());
        Assert.NotEmpty(bytes);
    }

    [Fact]
    public async Task What_is_gone_says_so_and_leaves_no_temporary_file()
    {
        OutputFile file = await PictureAsync();
        _account.Emulator.Clock.Advance(TimeSpan.FromMinutes(61));
        Assert.Contains("an hour", Assert.Throws<ReplicateApiException>(() => file.OpenRead()).Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(Path.GetTempPath(), "replicate-output-*"));
    }

    [Fact]
    public void Links_of_an_output_become_files_and_all_else_stays()
    {
        object?[] output = Assert.IsType<object?[]>(Show(JsonDocument.Parse("""[["https://x.example/1.png","words"],"data:text/plain,hi%20there",2]""").RootElement));
        object?[] several = Assert.IsType<object?[]>(output[0]);
        OutputFile first = Assert.IsType<OutputFile>(several[0]);
        Assert.Equal((0, "1.png"), (first.Index, first.FileName));
        Assert.Equal("words", several[1]);
        OutputFile inline = Assert.IsType<OutputFile>(output[1]);
        Assert.Equal((1, "hi there", "text/plain"), (inline.Index, inline.ReadText(), inline.ContentType));
        Assert.Equal(2L, output[2]);
        Assert.Empty(_account.Sent);
    }

    private object? Show(JsonElement? output)
    {
        int count = 0;
        return PowerShellJson.ToObject(output, text => OutputLink.IsLink(text) ? new OutputFile(OutputLink.Of(text, count++), _account.Client, "p") : text);
    }

    private async Task<OutputFile> PictureAsync()
    {
        NewPrediction lighthouse = new() { Input = JsonSerializer.SerializeToElement(new { prompt = "a lighthouse" }) };
        Core.Prediction made = await _account.Client.Predictions.CreateAsync(ModelReference.Parse("black-forest-labs/flux-schnell"), lighthouse);
        _account.Emulator.Clock.Advance(TimeSpan.FromMinutes(1));
        made = await _account.Client.Predictions.GetAsync(made.Id);
        return (OutputFile)((object?[])Show(made.Output)!)[0]!;
    }
}
