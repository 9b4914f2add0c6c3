using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace ReplicatePS.Core;

/// <summary>
/// A folder of pictures as a zip in a temporary file, which goes away when this is disposed. The same folder gives the same
/// bytes: entries are sorted and carry no times.
/// </summary>
public sealed class DatasetArchive : IDisposable
{
    private static readonly HashSet<string> PictureEndings = new(StringComparer.OrdinalIgnoreCase) { ".png", ".jpg", ".jpeg", ".webp" };
    private static readonly HashSet<string> CaptionEndings = new(StringComparer.OrdinalIgnoreCase) { ".txt", ".caption" };
    private static readonly HashSet<string> CaptionFiles = new(StringComparer.OrdinalIgnoreCase) { "metadata.jsonl", "captions.csv" };

    // The earliest time that a zip can hold.
    private static readonly DateTimeOffset NoTime = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private DatasetArchive(string path, int pictures, int captions, int links)
    {
        Path = path;
        Pictures = pictures;
        Captions = captions;
        Links = links;
    }

    /// <summary>Where the zip is.</summary>
    public string Path { get; }

    /// <summary>How many pictures it holds.</summary>
    public int Pictures { get; }

    /// <summary>How many caption files it holds.</summary>
    public int Captions { get; }

    /// <summary>How many links were left out, as they may lead anywhere.</summary>
    public int Links { get; }

    /// <summary>Zips the pictures of a folder and their captions, subfolders included. Links are not followed.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="cancellation">Ends the work; nothing is left behind.</param>
    /// <returns>The archive.</returns>
    /// <exception cref="ReplicateException">The folder is missing, has no pictures, or makes more than 100 MiB.</exception>
    public static async Task<DatasetArchive> FromFolderAsync(string folder, CancellationToken cancellation = default)
    {
        if (!Directory.Exists(folder))
        {
            throw ReplicateException.Invalid($"There is no folder '{folder}'.");
        }

        try
        {
            return await ZipAsync(new DirectoryInfo(folder), folder, cancellation).ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new ReplicateException(ErrorKind.InvalidInput, $"The folder '{folder}' cannot be zipped: {fault.Message}", fault);
        }
    }

    /// <summary>Removes the temporary file.</summary>
    public void Dispose() => File.Delete(Path);

    private static async Task<DatasetArchive> ZipAsync(DirectoryInfo root, string folder, CancellationToken cancellation)
    {
        DatasetFolder below = new(root);
        (FileInfo File, string Name)[] files = below.Files.OrderBy(file => file.Name, StringComparer.Ordinal).ToArray();
        HashSet<string> pictures = new(
            files.Where(file => PictureEndings.Contains(file.File.Extension)).Select(file => DatasetFolder.WithoutEnding(file.Name)),
            StringComparer.OrdinalIgnoreCase);
        if (pictures.Count == 0)
        {
            throw ReplicateException.Invalid($"The folder '{folder}' has no pictures. Datasets hold png, jpg, jpeg or webp files.");
        }

        (FileInfo File, string Name)[] chosen = files
            .Where(file => PictureEndings.Contains(file.File.Extension)
                || CaptionFiles.Contains(file.File.Name)
                || (CaptionEndings.Contains(file.File.Extension) && pictures.Contains(DatasetFolder.WithoutEnding(file.Name))))
            .ToArray();
        int pictureCount = chosen.Count(file => PictureEndings.Contains(file.File.Extension));
        string path = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"replicate-dataset-{Guid.NewGuid():N}.zip");
        try
        {
            await WriteAsync(path, chosen, folder, cancellation).ConfigureAwait(false);
        }
        catch
        {
            File.Delete(path);
            throw;
        }

        return new DatasetArchive(path, pictureCount, chosen.Length - pictureCount, below.Links);
    }

    private static async Task WriteAsync(string path, (FileInfo File, string Name)[] files, string folder, CancellationToken cancellation)
    {
        using FileStream target = new(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, 64 * 1024, useAsync: true);
        using ZipArchive zip = new(target, ZipArchiveMode.Create);
        foreach ((FileInfo file, string name) in files)
        {
            // Pictures are compressed already; captions are small.
            ZipArchiveEntry entry = zip.CreateEntry(name, CompressionLevel.NoCompression);
            entry.LastWriteTime = NoTime;
            using Stream content = entry.Open();
            using FileStream source = new(file.FullName, FileMode.Open, FileAccess.Read, FileShare.Read, 64 * 1024, useAsync: true);
            FilesApi.CheckSize(target.Length + source.Length, folder);
            await source.CopyToAsync(content, 64 * 1024, cancellation).ConfigureAwait(false);
        }
    }
}
