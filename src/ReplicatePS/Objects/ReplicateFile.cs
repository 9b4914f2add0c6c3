using System;

namespace ReplicatePS;

/// <summary>A file that was uploaded to Replicate.</summary>
public sealed class ReplicateFile
{
    private readonly Core.ReplicateFile _file;

    internal ReplicateFile(Core.ReplicateFile file)
    {
        _file = file;
    }

    /// <summary>The id.</summary>
    public string Id => _file.Id;

    /// <summary>The file's name.</summary>
    public string? Name => _file.Name;

    /// <summary>The media type.</summary>
    public string? ContentType => _file.ContentType;

    /// <summary>The size in bytes.</summary>
    public long? Size => _file.Size;

    /// <summary>SHA-256 in lower-case hex.</summary>
    public string? Sha256 => _file.Sha256;

    /// <summary>When it was uploaded.</summary>
    public DateTimeOffset? CreatedAt => _file.CreatedAt;

    /// <summary>When Replicate removes it.</summary>
    public DateTimeOffset? ExpiresAt => _file.ExpiresAt;

    /// <summary>The URL that models take as an input.</summary>
    public string? Url => _file.Url;

    /// <summary>The URL, so that the object can stand for it in an input.</summary>
    /// <returns>The URL.</returns>
    public override string ToString() => Url ?? Id;
}
