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
    // What systems say of a file that somebody has: Linux, macOS, and Windows in two ways.
    private static readonly int[] Held = { 11, 35, 32, 33 };

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
    /// <param name="now">The time.</param>
    /// <param name="part">The part of the job that is to be run; null for all of it.</param>
    /// <exception cref="ReplicateException">It is no journal, or that of another part.</exception>
    public JournalRows ReadRows(DateTimeOffset now, Shard? part)
    {
        if (IsTornHeader())
        {
            _file.SetLength(0);
        }

        _file.Position = 0;
        JournalRows rows = JournalRows.Read(_file, _path);
        if (_file.Length == 0)
        {
            Write(Bytes(JournalLine.Header(now, part)));
            return rows;
        }

        CheckEncoding();
        rows.Parts.Check(part, _path);
        Repair();
        if (!rows.Parts.Knows(part))
        {
            Write(Bytes(JournalLine.Header(now, part)));
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
        catch (IOException fault) when (Array.IndexOf(Held, fault.HResult & 0xFFFF) >= 0)
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

    /// <summary>Refuses text of two bytes a character, as some tools write it: lines in UTF-8 behind it would be lost.</summary>
    private void CheckEncoding()
    {
        _file.Position = 0;
        if ((_file.ReadByte(), _file.ReadByte()) is (0xFF, 0xFE) or (0xFE, 0xFF))
        {
            throw ReplicateException.Invalid($"The journal '{_path}' was saved as UTF-16. Save it as UTF-8 to go on with it.");
        }
    }

    /// <summary>Whether a crash has left no more than the beginning of a new journal.</summary>
    private bool IsTornHeader()
    {
        if (_file.Length >= JournalLine.LongestHeader)
        {
            return false;
        }

        _file.Position = 0;
        string text = new StreamReader(_file, Encoding.UTF8, false, 1024, leaveOpen: true).ReadToEnd();
        return text.Length > JournalLine.Mark.IndexOf(':') && !text.Contains("\n")
            && (text.StartsWith(JournalLine.Mark, StringComparison.Ordinal) || JournalLine.Mark.StartsWith(text, StringComparison.Ordinal));
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
