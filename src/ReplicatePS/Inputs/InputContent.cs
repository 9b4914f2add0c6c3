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

    private readonly Func<string> _mark;

    private InputContent(object? known, Func<string> mark, Func<CancellationToken, Task<OpenContent>> open)
    {
        Known = known;
        _mark = mark;
        _open = open;
    }

    /// <summary>Equal where the content is known to be the same before it is read; null where only reading tells.</summary>
    public object? Known { get; }

    /// <summary>Whether it can be read once only.</summary>
    public bool IsStream => Known is Stream;

    public static InputContent Of(FileInfo file) => new(
        $"{file.FullName}|{file.Length}|{file.LastWriteTimeUtc.Ticks}",
        () => file.FullName,
        _ => Task.FromResult(new OpenContent(() => OpenFile(file.FullName), file.Length, file.Name)));

    // An array may be filled anew for each row.
    public static InputContent Of(byte[] bytes) => new(
        null,
        () => HashOf(bytes),
        _ => Task.FromResult(new OpenContent(() => new MemoryStream(bytes, writable: false), bytes.Length, NoName)));

    public static InputContent Of(Stream stream) => new(stream, () => MarkOf(stream), cancellation => SpoolAsync(stream, cancellation));

    /// <summary>The content, ready to be read as often as it takes.</summary>
    public Task<OpenContent> OpenAsync(CancellationToken cancellation) => _open(cancellation);

    /// <summary>What tells it from the content of other rows when a job runs again: a path, or a hash.</summary>
    /// <exception cref="ReplicateException">Nothing does.</exception>
    public string Mark() => _mark();

    // The same stream may be given for many rows, and be read already, so its place tells nothing.
    private static string MarkOf(Stream stream) => stream switch
    {
        FileStream file when File.Exists(file.Name) => file.Name,
        MemoryStream memory => HashOf(memory.ToArray()),
        _ => throw ReplicateException.Invalid("A stream in the input cannot be told from others when the job runs again. With -Journal or -Shard give a file or bytes instead."),
    };

    private static string HashOf(byte[] bytes)
    {
        using SHA256 sha = SHA256.Create();
        return $"bytes {Convert.ToBase64String(sha.ComputeHash(bytes))}";
    }

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
