using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using ReplicatePS.Emulator.Pictures;
using Xunit;

namespace ReplicatePS.Emulator.Tests;

public sealed class SamplePictureTests : IDisposable
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), "samples-" + Path.GetRandomFileName());

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void They_are_different_PNG_files_with_captions()
    {
        IReadOnlyList<string> paths = SamplePictures.Write(_folder, 4, "FOX", 96);

        Assert.Equal(4, paths.Select(File.ReadAllBytes).Select(Convert.ToBase64String).Distinct().Count());
        foreach (string path in paths)
        {
            Assert.Equal((96, 96), PngFile.Read(File.ReadAllBytes(path)).Size);
            Assert.Contains("FOX", File.ReadAllText(Path.ChangeExtension(path, ".txt")), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task What_was_trained_on_them_shows_their_creature_in_its_colour()
    {
        using var account = new Account();
        SamplePictures.Write(_folder, 5, "TOK", 256);
        string zip = _folder + ".zip";
        ZipFile.CreateFromDirectory(_folder, zip);
        string id = await account.TrainOnAsync(await File.ReadAllBytesAsync(zip));
        File.Delete(zip);
        account.Step(60);
        string version = (await account.GetAsync("trainings/" + id)).Json.GetProperty("output").GetProperty("version").GetString()!;

        float? learned = await HueAsync(account, version, "a TOK at sea");
        Assert.NotNull(learned);
        Assert.Equal(learned.Value, SubjectColour.Of(Directory.GetFiles(_folder, "*.png").Select(Read).ToArray())!.Value, 0.03f);
        Assert.NotEqual(learned, await HueAsync(account, version, "the sea"));
    }

    private static async Task<float?> HueAsync(Account account, string version, string prompt)
    {
        string id = await account.PredictAsync(version, $$"""{"prompt":"{{prompt}}","num_outputs":4,"seed":11,"aspect_ratio":"custom","width":256,"height":256}""");
        account.Step(10);
        var pictures = new List<Canvas>();
        foreach (JsonElement url in (await account.GetAsync("predictions/" + id)).Json.GetProperty("output").EnumerateArray())
        {
            using Stream file = await account.Http.GetStreamAsync(url.GetString());
            pictures.Add(PngReader.Read(file)!);
        }

        return SubjectColour.Of(pictures);
    }

    private static Canvas Read(string path)
    {
        using Stream file = File.OpenRead(path);
        return PngReader.Read(file)!;
    }
}
