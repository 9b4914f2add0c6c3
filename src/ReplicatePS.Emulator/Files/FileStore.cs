using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using ReplicatePS.Emulator.Runs;

namespace ReplicatePS.Emulator.Files;

/// <summary>The files of an account, until they expire.</summary>
internal sealed class FileStore : IDisposable
{
    private readonly object _gate = new();
    private readonly UniqueTimes _times = new();
    private readonly List<StoredFile> _files = new();
    private readonly string _folder = Path.Combine(Path.GetTempPath(), "replicate-emulator-" + Guid.NewGuid().ToString("N"));

    /// <summary>Takes the bytes of a file that is on its way.</summary>
    public StoredBytes NewBytes() => new(_folder);

    public void Add(StoredFile file)
    {
        lock (_gate)
        {
            file.CreatedAt = _times.Next(file.CreatedAt);
            _files.Add(file);
        }
    }

    /// <summary>The files that have not expired, oldest first.</summary>
    public IReadOnlyList<StoredFile> ListAt(DateTimeOffset now)
    {
        lock (_gate)
        {
            foreach (StoredFile expired in _files.Where(file => file.ExpiresAt <= now).ToList())
            {
                _files.Remove(expired);
                expired.Bytes.Dispose();
            }

            return _files.ToArray();
        }
    }

    public StoredFile? Find(string id, DateTimeOffset now) => ListAt(now).FirstOrDefault(file => file.Id == id);

    public void Remove(StoredFile file)
    {
        lock (_gate)
        {
            _files.Remove(file);
        }

        file.Bytes.Dispose();
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _files.ForEach(file => file.Bytes.Dispose());
            _files.Clear();
        }

        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }
    }
}
