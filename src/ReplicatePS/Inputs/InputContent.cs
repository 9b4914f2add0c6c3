using System;
using System.IO;
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

    private InputContent(object? known, Func<CancellationToken, Task<OpenContent>> open)
    {
        Known = known;
        _open = open;
    }

    /// <summary>Equal where the content is known to be the same before it is read; null where only reading tells.</summary>
    public object? Known { get; }

    /// <summary>Whether it can be read once only.</summary>
    public bool IsStream => Known is Stream;

    public static InputContent Of(FileInfo file) => new(
        $"{file.FullName}|{file.Length}|{file.LastWriteTimeUtc.Ticks}",
        _ => Task.FromResult(new OpenContent(() => OpenFile(file.FullName), file.Length, file.Name)));

    // An array may be filled anew for each row.
    public static InputContent Of(byte[] bytes) => new(
        null,
        _ => Task.FromResult(new OpenContent(() => new MemoryStream(bytes, writable: false), bytes.Length, NoName)));

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

    /// <summary>A stream can be read once, and a try may have to be repeated.</summary>
    private static async Task<OpenContent> SpoolAsync(Stream stream, CancellationToken cancellation)
    {
        SpooledFile copy = await SpooledFile.ReadAsync(stream, cancellation).ConfigureAwait(false);
        return new OpenContent(copy.Open, copy.Size, stream is FileStream file ? Path.GetFileName(file.Name) : NoName, copy);
    }
}
