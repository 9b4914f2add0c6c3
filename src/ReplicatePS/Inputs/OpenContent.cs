using System;
using System.IO;

namespace ReplicatePS;

/// <summary>Content that can be read from its beginning, more than once.</summary>
internal sealed class OpenContent : IDisposable
{
    private readonly IDisposable? _held;

    public OpenContent(Func<Stream> read, long size, string name, IDisposable? held = null)
    {
        Read = read;
        Size = size;
        Name = name;
        _held = held;
    }

    public Func<Stream> Read { get; }

    public long Size { get; }

    public string Name { get; }

    public void Dispose() => _held?.Dispose();
}
