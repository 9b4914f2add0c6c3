using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;

namespace ReplicatePS.Core;

/// <summary>
/// What a stream held that can be read once only, in a temporary file from which it can be read as often as it takes. The file goes
/// away with the object.
/// </summary>
public sealed class SpooledFile : IDisposable
{
    private const int BufferSize = 64 * 1024;
    private const FileShare Shared = FileShare.ReadWrite | FileShare.Delete;

    private readonly string _path;
    private readonly FileStream _copy;

    private SpooledFile(string path)
    {
        _path = path;
        _copy = new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, Shared, BufferSize, FileOptions.Asynchronous | FileOptions.DeleteOnClose);
    }

    /// <summary>How many bytes there are.</summary>
    public long Size => _copy.Length;

    /// <summary>Reads a stream to its end.</summary>
    /// <param name="stream">The stream; it is not closed.</param>
    /// <param name="cancellation">Ends the reading, also where the stream does not heed it.</param>
    /// <returns>What it held.</returns>
    /// <exception cref="ReplicateException">It cannot be read, or has more than 100 MiB.</exception>
    public static async Task<SpooledFile> ReadAsync(Stream stream, CancellationToken cancellation)
    {
        SpooledFile file = new(Path.Combine(Path.GetTempPath(), $"replicate-input-{Guid.NewGuid():N}.part"));
        try
        {
            await file.TakeAsync(stream, cancellation).ConfigureAwait(false);
            return file;
        }
        catch (Exception fault) when (fault is NotSupportedException or ObjectDisposedException or IOException)
        {
            file.Dispose();
            throw new ReplicateException(ErrorKind.InvalidInput, $"A stream in the input cannot be read: {fault.Message}", fault);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Opens it at its beginning.</summary>
    /// <returns>A stream for reading.</returns>
    public Stream Open() => new FileStream(_path, FileMode.Open, FileAccess.Read, Shared, BufferSize, useAsync: true);

    /// <inheritdoc/>
    public void Dispose() => _copy.Dispose();

    private async Task TakeAsync(Stream stream, CancellationToken cancellation)
    {
        byte[] buffer = new byte[BufferSize];
        for (int read; (read = await stream.ReadAsync(buffer, 0, buffer.Length, cancellation).OrStopped(cancellation).ConfigureAwait(false)) > 0;)
        {
            if (_copy.Length + read > FilesApi.LargestFile)
            {
                throw new ReplicateException(ErrorKind.FileTooLarge, "A stream in the input has more than 100 MiB. Replicate takes files of up to 100 MiB.");
            }

            await _copy.WriteAsync(buffer, 0, read, cancellation).ConfigureAwait(false);
        }

        await _copy.FlushAsync(cancellation).ConfigureAwait(false);
    }
}
