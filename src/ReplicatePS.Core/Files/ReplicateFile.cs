using System;
using System.Text.Json;

namespace ReplicatePS.Core;

/// <summary>A file that was uploaded to Replicate.</summary>
public sealed class ReplicateFile : ApiObject
{
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

    /// <summary>When it was uploaded.</summary>
    public DateTimeOffset? CreatedAt => Json.Time("created_at");

    /// <summary>When it goes away.</summary>
    public DateTimeOffset? ExpiresAt => Json.Time("expires_at");

    /// <summary>The URL that models take as an input.</summary>
    public string? Url => Json.Member("urls")?.Text("get");
}
