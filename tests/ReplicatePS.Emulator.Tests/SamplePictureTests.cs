using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
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
}
