using System;
using System.IO;
using System.Security.Cryptography;
using System.Text.Json;

namespace ReplicatePS.Core;

/// <summary>A file that was uploaded to Replicate.</summary>
public sealed class ReplicateFile : ApiObject
{
    private static readonly KnownMembers Read = new(
        "id",
        "name",
        "content_type",
        "size",
        "etag",
        "checksums.sha256",
        "checksums.md5",
        "metadata",
        "created_at",
        "expires_at",
        "urls.get");

    internal ReplicateFile(JsonElement json)
        : base(json)
    {
    }

    /// <summary>The id.</summary>
    public string Id => Json.Text("id") ?? string.Empty;

    /// <summary>The file's name.</summary>
    public string? Name => Json.Text("name");

    /// <summary>The media type.</summary>
    public string? ContentType => Json.Text("content_type");

    /// <summary>The size in bytes.</summary>
    public long? Size => Json.Integer("size");

    /// <summary>SHA-256 in lower-case hex.</summary>
    public string? Sha256 => Json.Member("checksums")?.Text("sha256");

    /// <summary>MD5 in lower-case hex.</summary>
    public string? Md5 => Json.Member("checksums")?.Text("md5");

    /// <summary>What tells this content from another.</summary>
    public string? ETag => Json.Text("etag");

    /// <summary>What was said of it when it was uploaded.</summary>
    public JsonElement? Metadata => Json.Member("metadata");

    /// <summary>When it was uploaded.</summary>
    public DateTimeOffset? CreatedAt => Json.Time("created_at");

    /// <summary>When it goes away.</summary>
    public DateTimeOffset? ExpiresAt => Json.Time("expires_at");

    /// <summary>The URL that models take as an input.</summary>
    public string? Url => Json.Member("urls")?.Text("get");

    private protected override KnownMembers Known => Read;

    /// <summary>Whether a file on disk has its size and checksum.</summary>
    /// <param name="path">The file on disk.</param>
    /// <returns>False also when there is no checksum to compare with.</returns>
    public bool IsContentOf(string path)
    {
        if (Sha256 is null || (Size is { } size && new FileInfo(path).Length != size))
        {
            return false;
        }

        using FileStream content = File.OpenRead(path);
        using SHA256 hash = SHA256.Create();
        return string.Equals(BitConverter.ToString(hash.ComputeHash(content)).Replace("-", string.Empty), Sha256, StringComparison.OrdinalIgnoreCase);
    }
}
