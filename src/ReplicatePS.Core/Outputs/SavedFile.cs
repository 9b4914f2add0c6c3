namespace ReplicatePS.Core;

/// <summary>A file that was written.</summary>
public sealed class SavedFile
{
    internal SavedFile(string path, long size)
    {
        Path = path;
        Size = size;
    }

    /// <summary>Where it is.</summary>
    public string Path { get; }

    /// <summary>Its size in bytes.</summary>
    public long Size { get; }
}
