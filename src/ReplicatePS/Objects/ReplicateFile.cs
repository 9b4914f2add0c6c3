using System;

namespace ReplicatePS;

/// <summary>A file that was uploaded to Replicate.</summary>
public sealed class ReplicateFile : ReplicateObject
{
    private readonly Core.ReplicateFile _file;
    private object? _metadata;

    internal ReplicateFile(Core.ReplicateFile file)
        : base(file)
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

    /// <summary>MD5 in lower-case hex.</summary>
    public string? Md5 => _file.Md5;

    /// <summary>What tells this content from another, as HTTP has it.</summary>
    public string? ETag => _file.ETag;

    /// <summary>What was said of it when it was uploaded.</summary>
    public object? Metadata => _metadata ??= PowerShellJson.ToCell(_file.Metadata);

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
