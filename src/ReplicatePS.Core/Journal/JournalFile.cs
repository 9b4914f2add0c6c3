using System;
using System.IO;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Tasks;

namespace ReplicatePS.Core;

/// <summary>
/// The file of a journal, open for one run alone. A line is on the disk, not merely on its way there, when its task is done;
/// lines that come together share the flush that takes them there.
/// </summary>
internal sealed class JournalFile : IDisposable
{
    private readonly object _gate = new();
    private readonly string _path;
    private readonly FileStream _lock;
    private readonly FileStream _file;
    private MemoryStream _next = new();
    private TaskCompletionSource<bool>? _batch;
    private Task _writer = Task.CompletedTask;
    private bool _isWriting;

    private JournalFile(string path, FileStream held, FileStream file)
    {
        _path = path;
        _lock = held;
        _file = file;
    }

    /// <summary>Opens a journal, or makes one, and cuts off a last line that was torn.</summary>
    /// <exception cref="ReplicateException">Another run has it, or it cannot be opened.</exception>
    public static JournalFile Open(string path)
    {
        FileStream? held = null;
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);

            // The lock is a file of its own, so that the journal can be read meanwhile. It is not removed: who takes a lock on
            // a removed file holds nothing.
            held = TakeLock(path);
            FileStream file = new(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite, 1);
            return new JournalFile(path, held, file);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            held?.Dispose();
            throw new ReplicateException(ErrorKind.InvalidInput, $"The journal '{path}' cannot be opened: {fault.Message}", fault);
        }
    }

    /// <summary>Reads the rows that are there, makes the end whole, and starts a new journal where there is none.</summary>
    public JournalRows ReadRows(DateTimeOffset now)
    {
        _file.Position = 0;
        JournalRows rows = JournalRows.Read(_file, _path);
        if (_file.Length == 0)
        {
            Write(Bytes(JournalLine.Header(now)));
        }
        else
        {
            Repair();
        }

        return rows;
    }

    /// <summary>Adds a line.</summary>
    /// <returns>Done when the line is on the disk.</returns>
    public Task AppendAsync(JsonObject line)
    {
        byte[] bytes = Bytes(line);
        lock (_gate)
        {
            _next.Write(bytes, 0, bytes.Length);
            _batch ??= new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
            Task written = _batch.Task;
            if (!_isWriting)
            {
                _isWriting = true;
                _writer = Task.Run(WriteBatches);
            }

            return written;
        }
    }

    public void Dispose()
    {
        Task writer;
        lock (_gate)
        {
            writer = _writer;
        }

        writer.GetAwaiter().GetResult();
        _file.Dispose();
        _lock.Dispose();
    }

    private static FileStream TakeLock(string path)
    {
        try
        {
            return new FileStream(path + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException fault) when (fault is not (DirectoryNotFoundException or FileNotFoundException or PathTooLongException))
        {
            throw new ReplicateException(
                ErrorKind.Conflict, $"The journal '{path}' is in use by another run. Wait for its end, or give this one a journal of its own.", fault);
        }
    }

    private static byte[] Bytes(JsonObject line) => Encoding.UTF8.GetBytes(line.ToJsonString(Json.Writing) + "\n");

    private void WriteBatches()
    {
        while (true)
        {
            MemoryStream lines;
            TaskCompletionSource<bool> batch;
            lock (_gate)
            {
                if (_batch is null)
                {
                    _isWriting = false;
                    return;
                }

                (lines, _next) = (_next, new MemoryStream());
                (batch, _batch) = (_batch, null);
            }

            try
            {
                Write(lines.ToArray());
                batch.SetResult(true);
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ObjectDisposedException)
            {
                batch.SetException(new ReplicateException(ErrorKind.InvalidInput, $"The journal '{_path}' cannot be written: {fault.Message}", fault));
            }
        }
    }

    private void Write(byte[] lines)
    {
        long end = _file.Length;
        try
        {
            _file.Position = end;
            _file.Write(lines, 0, lines.Length);
            _file.Flush(flushToDisk: true);
        }
        catch (IOException)
        {
            // Half a line in the middle would take the next one with it.
            _file.SetLength(end);
            throw;
        }
    }

    /// <summary>What a crash has left of a last line is cut off; the row then is where its line before says.</summary>
    private void Repair()
    {
        long end = _file.Length;
        while (end > 0)
        {
            _file.Position = end - 1;
            if (_file.ReadByte() == '\n')
            {
                break;
            }

            end--;
        }

        if (end == _file.Length)
        {
            return;
        }

        byte[] tail = new byte[_file.Length - end];
        _file.Position = end;
        int read = 0;
        while (read < tail.Length && _file.Read(tail, read, tail.Length - read) is var more and > 0)
        {
            read += more;
        }

        // Only its line end may be missing.
        if (Json.TryParse(Encoding.UTF8.GetString(tail), out _))
        {
            Write(new[] { (byte)'\n' });
            return;
        }

        _file.SetLength(end);
        _file.Flush(flushToDisk: true);
    }
}
