using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;
using ReplicatePS.Emulator.Pictures;

namespace ReplicatePS.Emulator.Trainings;

/// <summary>What a training finds in its zip file.</summary>
/// <param name="Pictures">How many pictures.</param>
/// <param name="Captions">How many of the pictures have a text file of the same name.</param>
/// <param name="Hue">The colour that the pictures have in common, from 0 to 1; of its own where they have none.</param>
internal sealed record Dataset(int Pictures, int Captions, float Hue)
{
    private const int PicturesLookedAt = 4;
    private const long MostBytesLookedAt = 8_000_000;

    private static readonly HashSet<string> PictureExtensions = new(StringComparer.OrdinalIgnoreCase) { ".png", ".jpg", ".jpeg", ".webp" };

    public static Dataset Open(Stream stream)
    {
        if (stream.Length == 0)
        {
            throw new InvalidDatasetException("The dataset is an empty file. It must be a zip file with pictures.");
        }

        try
        {
            using var zip = new ZipArchive(stream, ZipArchiveMode.Read);
            return Read(zip);
        }
        catch (InvalidDataException)
        {
            throw new InvalidDatasetException("The dataset is not a zip file. Put the pictures into a zip file and train with that.");
        }
    }

    private static Dataset Read(ZipArchive zip)
    {
        List<ZipArchiveEntry> files = zip.Entries.Where(IsFile).ToList();
        if (files.Count == 0)
        {
            throw new InvalidDatasetException("The zip file of the dataset is empty.");
        }

        List<ZipArchiveEntry> pictures = files.Where(file => PictureExtensions.Contains(Path.GetExtension(file.Name))).ToList();
        if (pictures.Count == 0)
        {
            throw new InvalidDatasetException(
                $"The zip file of the dataset has no pictures: none of its {files.Count} files is a png, jpg, jpeg or webp.");
        }

        // A picture that cannot be unpacked would stop the training too.
        using (Stream first = pictures[0].Open())
        {
            first.CopyTo(Stream.Null);
        }

        var captions = new HashSet<string>(
            files.Where(file => Path.GetExtension(file.Name).Equals(".txt", StringComparison.OrdinalIgnoreCase)).Select(Stem),
            StringComparer.Ordinal);
        return new Dataset(pictures.Count, pictures.Count(picture => captions.Contains(Stem(picture))), HueOf(pictures));
    }

    private static float HueOf(IReadOnlyList<ZipArchiveEntry> pictures)
    {
        var seen = new List<Canvas>();
        foreach (ZipArchiveEntry entry in pictures.Where(picture => picture.Length <= MostBytesLookedAt).Take(PicturesLookedAt))
        {
            using Stream file = entry.Open();
            if (PngReader.Read(file) is { } picture)
            {
                seen.Add(picture);
            }
        }

        // Pictures that cannot be read still make a subject of their own.
        uint fingerprint = pictures.Aggregate(17u, (hash, picture) => unchecked((hash * 31) + (uint)picture.Length));
        return SubjectColour.Of(seen) ?? new Seed(fingerprint).Next();
    }

    /// <summary>Folders are not files, nor is what macOS adds beside each of them.</summary>
    private static bool IsFile(ZipArchiveEntry entry) =>
        entry.Name.Length > 0 && !entry.FullName.StartsWith("__MACOSX/", StringComparison.Ordinal) && entry.Name[0] != '.';

    private static string Stem(ZipArchiveEntry entry) => Path.ChangeExtension(entry.FullName, null)!;
}
