using System;
using System.Collections.Generic;
using System.IO;

namespace ReplicatePS.Core;

/// <summary>Media types of the files that models take and make, by the file's ending.</summary>
internal static class MediaTypes
{
    private const string Unknown = "application/octet-stream";

    private static readonly Dictionary<string, string> ByEnding = new(StringComparer.OrdinalIgnoreCase)
    {
        [".bmp"] = "image/bmp",
        [".csv"] = "text/csv",
        [".flac"] = "audio/flac",
        [".gif"] = "image/gif",
        [".glb"] = "model/gltf-binary",
        [".jpeg"] = "image/jpeg",
        [".jpg"] = "image/jpeg",
        [".json"] = "application/json",
        [".jsonl"] = "application/jsonl",
        [".m4a"] = "audio/mp4",
        [".md"] = "text/markdown",
        [".mov"] = "video/quicktime",
        [".mp3"] = "audio/mpeg",
        [".mp4"] = "video/mp4",
        [".ogg"] = "audio/ogg",
        [".pdf"] = "application/pdf",
        [".png"] = "image/png",
        [".svg"] = "image/svg+xml",
        [".tar"] = "application/x-tar",
        [".txt"] = "text/plain",
        [".wav"] = "audio/wav",
        [".webm"] = "video/webm",
        [".webp"] = "image/webp",
        [".zip"] = "application/zip",
    };

    // What the first bytes of a file are; longer marks before shorter ones.
    private static readonly (int At, string Mark, string Type)[] Marks =
    {
        (0, "\u0089PNG\r\n", "image/png"),
        (0, "\u00ff\u00d8\u00ff", "image/jpeg"),
        (0, "GIF8", "image/gif"),
        (8, "WEBP", "image/webp"),
        (8, "WAVE", "audio/wav"),
        (0, "%PDF-", "application/pdf"),
        (0, "fLaC", "audio/flac"),
        (0, "OggS", "audio/ogg"),
        (0, "ID3", "audio/mpeg"),
        (0, "glTF", "model/gltf-binary"),
        (0, "\u001aE\u00df\u00a3", "video/webm"),
        (4, "ftypM4A", "audio/mp4"),
        (4, "ftypqt", "video/quicktime"),
        (4, "ftypavif", "image/avif"),
        (4, "ftyphei", "image/heic"),
        (4, "ftyp", "video/mp4"),
    };

    /// <summary>How many of a file's first bytes tell its type.</summary>
    public const int HeadLength = 16;

    /// <summary>The type by the first bytes, which do not lie, and else by the ending.</summary>
    public static string Of(string fileName, byte[] head, int length)
    {
        foreach ((int at, string mark, string type) in Marks)
        {
            if (at + mark.Length <= length && IsAt(head, at, mark))
            {
                return type;
            }
        }

        string named = Of(fileName);
        return named == Unknown && IsAt(head, 0, "PK\u0003\u0004") && length >= 4 ? "application/zip" : named;
    }

    public static string Of(string fileName) => Known(fileName) ?? Unknown;

    /// <summary>The type that the ending tells; null when it tells none.</summary>
    public static string? Known(string fileName) => ByEnding.TryGetValue(Path.GetExtension(fileName), out string? type) ? type : null;

    /// <summary>The ending of a file of a type, with its dot; empty when the type is not known.</summary>
    public static string EndingOf(string? mediaType)
    {
        foreach (KeyValuePair<string, string> known in ByEnding)
        {
            if (string.Equals(known.Value, mediaType, StringComparison.OrdinalIgnoreCase) && known.Key != ".jpeg")
            {
                return known.Key;
            }
        }

        return string.Empty;
    }

    private static bool IsAt(byte[] head, int at, string mark)
    {
        for (int i = 0; i < mark.Length; i++)
        {
            if (at + i >= head.Length || head[at + i] != mark[i])
            {
                return false;
            }
        }

        return true;
    }
}
