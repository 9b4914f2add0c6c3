using System;
using System.IO;
using System.Security.Cryptography;
using System.Threading;
using System.Threading.Tasks;
using ReplicatePS.Core;

namespace ReplicatePS;

/// <summary>What a file in an input holds: a file on disk, bytes, or a stream.</summary>
internal sealed class InputContent
{
    /// <summary>The largest content that goes into the request itself, as Replicate has it: 256 kB.</summary>
    public const int LargestInline = 256 * 1024;

    private const string NoName = "input";

    private readonly Func<CancellationToken, Task<OpenContent>> _open;

    private InputContent(object identity, Func<CancellationToken, Task<OpenContent>> open)
    {
        Identity = identity;
        _open = open;
    }

    /// <summary>Equal for the same content, so that it is uploaded once.</summary>
    public object Identity { get; }

    /// <summary>Whether it can be read once only.</summary>
    public bool IsStream => Identity is Stream;

    public static InputContent Of(FileInfo file) => new(
        $"{file.FullName}|{file.Length}|{file.LastWriteTimeUtc.Ticks}",
        _ => Task.FromResult(new OpenContent(() => OpenFile(file.FullName), file.Length, file.Name)));

    public static InputContent Of(byte[] bytes)
    {
        using SHA256 sha = SHA256.Create();
        return new InputContent(
            $"{bytes.Length}|{Convert.ToBase64String(sha.ComputeHash(bytes))}",
            _ => Task.FromResult(new OpenContent(() => new MemoryStream(bytes, writable: false), bytes.Length, NoName)));
    }

    public static InputContent Of(Stream stream) => new(stream, cancellation => SpoolAsync(stream, cancellation));

    /// <summary>The content, ready to be read as often as it takes.</summary>
    public Task<OpenContent> OpenAsync(CancellationToken cancellation) => _open(cancellation);

    private static FileStream OpenFile(string path)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 64 * 1024, useAsync: true);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new ReplicateException(ErrorKind.InvalidInput, $"'{path}' cannot be read: {fault.Message}", fault);
        }
    }

    /// <summary>A stream can be read once, and a try may have to be repeated: it is written to a temporary file, which goes with the content.</summary>
    private static async Task<OpenContent> SpoolAsync(Stream stream, CancellationToken cancellation)
    {
        string name = stream is FileStream file ? Path.GetFileName(file.Name) : NoName;
        string path = Path.Combine(Path.GetTempPath(), $"replicate-input-{Guid.NewGuid():N}.part");
        FileStream copy = new(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete, 64 * 1024, FileOptions.Asynchronous | FileOptions.DeleteOnClose);
        try
        {
            byte[] buffer = new byte[64 * 1024];
            for (int read; (read = await stream.ReadAsync(buffer, 0, buffer.Length, cancellation).ConfigureAwait(false)) > 0;)
            {
                if (copy.Length + read > FilesApi.LargestFile)
                {
                    throw new ReplicateException(ErrorKind.FileTooLarge, "A stream in the input has more than 100 MiB. Replicate takes files of up to 100 MiB.");
                }

                await copy.WriteAsync(buffer, 0, read, cancellation).ConfigureAwait(false);
            }

            await copy.FlushAsync(cancellation).ConfigureAwait(false);
            return new OpenContent(() => Share(path), copy.Length, name, copy);
        }
        catch (Exception fault) when (fault is NotSupportedException or ObjectDisposedException or IOException)
        {
            copy.Dispose();
            throw new ReplicateException(ErrorKind.InvalidInput, $"A stream in the input cannot be read: {fault.Message}", fault);
        }
        catch
        {
            copy.Dispose();
            throw;
        }
    }

    private static FileStream Share(string path) => new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 64 * 1024, useAsync: true);
}
