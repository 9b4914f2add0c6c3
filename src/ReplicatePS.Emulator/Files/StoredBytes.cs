using System;
using System.IO;
using System.Security.Cryptography;
using System.Threading;
using System.Threading.Tasks;
using ReplicatePS.Emulator.Runs;

namespace ReplicatePS.Emulator.Files;

/// <summary>The bytes of an uploaded file: in memory while they are few, else in a temporary file. Hashed as they come.</summary>
internal sealed class StoredBytes : IDisposable
{
    private const int MostInMemory = 1 << 20;

    private readonly IncrementalHash _md5 = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
    private readonly IncrementalHash _sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly string _folder;
    private Stream _writing = new MemoryStream();
    private byte[]? _memory;
    private string? _path;

    /// <param name="folder">Where a temporary file may be put.</param>
    public StoredBytes(string folder)
    {
        _folder = folder;
    }

    public long Length { get; private set; }

    public string Md5 { get; private set; } = "";

    public string Sha256 { get; private set; } = "";

    public async Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        if (_path is null && Length + count > MostInMemory)
        {
            Directory.CreateDirectory(_folder);
            _path = Path.Combine(_folder, Guid.NewGuid().ToString("N"));
            var file = new FileStream(_path, FileMode.CreateNew, FileAccess.Write, FileShare.Read, 81920, useAsync: false);
            var memory = (MemoryStream)_writing;
            memory.WriteTo(file);
            _writing = file;
        }

        _md5.AppendData(buffer, offset, count);
        _sha256.AppendData(buffer, offset, count);
        Length += count;
        await _writing.WriteAsync(buffer, offset, count, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>All bytes are there.</summary>
    public void Complete()
    {
        Md5 = Identifiers.Hex(_md5.GetHashAndReset());
        Sha256 = Identifiers.Hex(_sha256.GetHashAndReset());
        _memory = (_writing as MemoryStream)?.ToArray();
        _writing.Dispose();
    }

    /// <summary>Opens the bytes for reading; the stream can seek.</summary>
    public Stream Open() => _memory is not null
        ? new MemoryStream(_memory, writable: false)
        : new FileStream(_path!, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 81920, useAsync: false);

    public void Dispose()
    {
        _md5.Dispose();
        _sha256.Dispose();
        _writing.Dispose();

        // The folder may be gone: systems clear those of temporary files.
        if (File.Exists(_path))
        {
            File.Delete(_path);
        }
    }
}
