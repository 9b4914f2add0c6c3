using System;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace ReplicatePS.Core.Tests;

public class DatasetArchiveTests
{
    [Fact]
    public async Task Pictures_and_their_captions_are_zipped_in_a_fixed_order()
    {
        using TemporaryFolder folder = new();
        foreach (string name in new[]
        {
            "b.PNG", "a.jpg", "a.txt", "sub/c.webp", "sub/c.caption", "metadata.jsonl", "no-picture.txt", "notes.md", ".hidden.png", ".git/d.png", "e.mp4", "ü.jpeg",
        })
        {
            folder.Write(name, System.Text.Encoding.UTF8.GetBytes(name));
        }

        using DatasetArchive archive = await DatasetArchive.FromFolderAsync(folder.Path);
        using ZipArchive zip = ZipFile.OpenRead(archive.Path);
        Assert.Equal(new[] { "a.jpg", "a.txt", "b.PNG", "metadata.jsonl", "sub/c.caption", "sub/c.webp", "ü.jpeg" }, zip.Entries.Select(entry => entry.FullName));
        Assert.Equal((4, 3), (archive.Pictures, archive.Captions));
        using StreamReader reader = new(zip.GetEntry("sub/c.webp")!.Open());
        Assert.Equal("sub/c.webp", reader.ReadToEnd());
    }

    [Fact]
    public async Task The_same_folder_gives_the_same_bytes()
    {
        using TemporaryFolder folder = new();
        folder.Write("a.png", new byte[100_000]);
        folder.Write("b/c.png", new byte[10]);
        using DatasetArchive first = await DatasetArchive.FromFolderAsync(folder.Path);
        File.SetLastWriteTimeUtc(folder.File("a.png"), DateTime.UtcNow.AddDays(-9));
        using DatasetArchive second = await DatasetArchive.FromFolderAsync(folder.Path + Path.DirectorySeparatorChar);
        Assert.Equal(File.ReadAllBytes(first.Path), File.ReadAllBytes(second.Path));
    }

    [Fact]
    public async Task Links_are_not_followed()
    {
        using TemporaryFolder secret = new();
        using TemporaryFolder folder = new();
        secret.Write("secret.png", new byte[5]);
        folder.Write("a.png", new byte[5]);
        Directory.CreateSymbolicLink(folder.File("linked"), secret.Path);
        File.CreateSymbolicLink(folder.File("linked.png"), secret.File("secret.png"));
        using DatasetArchive archive = await DatasetArchive.FromFolderAsync(folder.Path);
        using ZipArchive zip = ZipFile.OpenRead(archive.Path);
        Assert.Equal("a.png", zip.Entries.Single().FullName);
        Assert.Equal(2, archive.Links);
    }

    [Fact]
    public async Task A_link_back_to_the_folder_does_not_lead_in_circles()
    {
        using TemporaryFolder folder = new();
        folder.Write("sub/a.png", new byte[5]);
        Directory.CreateSymbolicLink(folder.File("sub/again"), folder.Path);
        Directory.CreateSymbolicLink(folder.File("sub/nowhere"), folder.File("sub/nowhere"));
        using DatasetArchive archive = await DatasetArchive.FromFolderAsync(folder.Path);
        using ZipArchive zip = ZipFile.OpenRead(archive.Path);
        Assert.Equal("sub/a.png", zip.Entries.Single().FullName);
    }

    [Fact]
    public async Task Names_in_the_zip_suit_every_system_and_pictures_keep_their_captions()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        using TemporaryFolder folder = new();
        foreach (string name in new[] { "C:evil.png", "C:evil.txt", "C_evil.png", "nul.png", "CON/a .png", "x. /b.png", "what?.jpg", "what?.txt" })
        {
            folder.Write(name, new byte[5]);
        }

        using DatasetArchive archive = await DatasetArchive.FromFolderAsync(folder.Path);
        using ZipArchive zip = ZipFile.OpenRead(archive.Path);
        Assert.Equal(
            new[] { "C_evil-1.png", "C_evil.png", "C_evil.txt", "_CON/a.png", "_nul.png", "what_.jpg", "what_.txt", "x/b.png" },
            zip.Entries.Select(entry => entry.FullName));
    }

    [Fact]
    public async Task A_name_cannot_become_a_path_where_the_zip_is_opened()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        using TemporaryFolder folder = new();
        folder.Write("..\\..\\a.png", new byte[5]);
        folder.Write("x\\y/b.png", new byte[5]);
        using DatasetArchive archive = await DatasetArchive.FromFolderAsync(folder.Path);
        using ZipArchive zip = ZipFile.OpenRead(archive.Path);
        Assert.All(zip.Entries, entry => Assert.DoesNotContain('\\', entry.FullName));
    }

    [Theory]
    [InlineData("missing")]
    [InlineData("empty")]
    [InlineData("texts")]
    [InlineData("file")]
    [InlineData("blank")]
    public async Task A_folder_without_pictures_is_refused(string kind)
    {
        using TemporaryFolder folder = new();
        string path = kind switch
        {
            "missing" => folder.File("none"),
            "texts" => Path.GetDirectoryName(folder.Write("texts/a.txt", new byte[1]))!,
            "file" => folder.Write("a.png", new byte[1]),
            "blank" => string.Empty,
            _ => folder.Path,
        };
        ReplicateException fault = await Bench.FaultOf(ErrorKind.InvalidInput, () => DatasetArchive.FromFolderAsync(path));
        Assert.Contains($"'{path}'", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_that_makes_too_much_is_refused_and_leaves_nothing()
    {
        string[] before = Temporary();
        using TemporaryFolder folder = new();
        for (int i = 0; i < 2; i++)
        {
            using FileStream half = File.Create(folder.File($"{i}.png"));
            half.SetLength(60 * 1024 * 1024);
        }

        await Bench.FaultOf(ErrorKind.FileTooLarge, () => DatasetArchive.FromFolderAsync(folder.Path));
        Assert.Empty(Temporary().Except(before));
    }

    [Fact]
    public async Task The_temporary_file_goes_away()
    {
        using TemporaryFolder folder = new();
        folder.Write("a.png", new byte[5]);
        DatasetArchive archive = await DatasetArchive.FromFolderAsync(folder.Path);
        Assert.True(File.Exists(archive.Path));
        archive.Dispose();
        archive.Dispose();
        Assert.False(File.Exists(archive.Path));
    }

    [Fact]
    public async Task Stopping_leaves_nothing()
    {
        string[] before = Temporary();
        using TemporaryFolder folder = new();
        folder.Write("a.png", new byte[500_000]);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => DatasetArchive.FromFolderAsync(folder.Path, new CancellationToken(true)));
        Assert.Empty(Temporary().Except(before));
    }

    [Fact]
    public async Task A_picture_that_cannot_be_read_is_an_error_for_people()
    {
        using TemporaryFolder folder = new();
        using FileStream held = new(folder.Write("a.png", new byte[5]), FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        await Bench.FaultOf(ErrorKind.InvalidInput, () => DatasetArchive.FromFolderAsync(folder.Path));
    }

    private static string[] Temporary() => Directory.GetFiles(Path.GetTempPath(), "replicate-dataset-*");
}
