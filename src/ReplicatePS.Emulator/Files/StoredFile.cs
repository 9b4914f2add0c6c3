using System;
using System.Text.Json;
using System.Text.Json.Nodes;
using ReplicatePS.Emulator.Http;

namespace ReplicatePS.Emulator.Files;

/// <summary>An uploaded file.</summary>
internal sealed class StoredFile
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);

    public required string Id { get; init; }

    public required string Name { get; init; }

    public required string ContentType { get; init; }

    public required JsonObject Metadata { get; init; }

    public required StoredBytes Bytes { get; init; }

    /// <summary>When it was created; no two files share it.</summary>
    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset ExpiresAt => CreatedAt + Lifetime;

    public void Write(Utf8JsonWriter writer, Origin origin)
    {
        writer.WriteStartObject();
        writer.WriteString("id", Id);
        writer.WriteString("name", Name);
        writer.WriteString("content_type", ContentType);
        writer.WriteNumber("size", Bytes.Length);
        writer.WriteString("etag", Bytes.Md5);
        writer.WriteStartObject("checksums");
        writer.WriteString("sha256", Bytes.Sha256);
        writer.WriteString("md5", Bytes.Md5);
        writer.WriteEndObject();
        writer.WriteNode("metadata", Metadata);
        writer.WriteString("created_at", Json.Time(CreatedAt, 3));
        writer.WriteString("expires_at", Json.Time(ExpiresAt, 3));
        writer.WriteStartObject("urls");
        writer.WriteString("get", $"{origin.Api}/files/{Id}");
        writer.WriteEndObject();
        writer.WriteEndObject();
    }
}
