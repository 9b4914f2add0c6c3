using System;
using System.Collections.Generic;
using System.IO;

namespace ReplicatePS.Core;

/// <summary>Media types of the files that models take and make, by the file's ending.</summary>
internal static class MediaTypes
{
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

    public static string Of(string fileName) => Known(fileName) ?? "application/octet-stream";

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
}
