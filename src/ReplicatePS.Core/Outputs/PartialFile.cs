using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;

namespace ReplicatePS.Core;

/// <summary>A file that has a temporary name until every byte of it is there, and goes away if it never is.</summary>
internal sealed class PartialFile : IDisposable
{
    private readonly string _temporary;
    private bool _isNamed;

    /// <summary>Begins a file.</summary>
    /// <param name="path">Where it is to go; the temporary name is in the same folder, so that it can be renamed.</param>
    public PartialFile(string path)
    {
        // A name of its own length, as the real one may be as long as names can be.
        _temporary = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path))!, $".{Guid.NewGuid():N}.part");

        // Pieces are large enough as they are; a buffer would only copy them.
        Content = new FileStream(_temporary, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, bufferSize: 1, useAsync: true);
    }

    /// <summary>What is written to it.</summary>
    public FileStream Content { get; }

    /// <summary>Gives it its name.</summary>
    /// <returns>Its size in bytes.</returns>
    public async Task<long> CompleteAsync(string path, bool overwrite, CancellationToken cancellation)
    {
        await Content.FlushAsync(cancellation).ConfigureAwait(false);
        long size = Content.Length;
        Content.Dispose();
        if (overwrite && File.Exists(path))
        {
            // In one step: at no moment is there no file of that name.
            File.Replace(_temporary, path, null);
        }
        else
        {
            File.Move(_temporary, path);
        }

        _isNamed = true;
        return size;
    }

    public void Dispose()
    {
        if (_isNamed)
        {
            return;
        }

        try
        {
            Content.Dispose();
        }
        catch (IOException)
        {
            // What was still in the buffer has no room on the disk; it is not wanted any more.
        }

        File.Delete(_temporary);
    }
}
