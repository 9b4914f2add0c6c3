using System;
using System.Collections.Generic;
using System.IO;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using ReplicatePS.Emulator.Http;

namespace ReplicatePS.Emulator.Files;

/// <summary>Takes some bytes of a part.</summary>
internal delegate Task PartWriter(byte[] buffer, int offset, int count);

/// <summary>Reads multipart/form-data part by part, holding one buffer.</summary>
internal sealed class MultipartReader
{
    private const int MostHeaderBytes = 16 * 1024;

    private readonly Stream _stream;
    private readonly byte[] _delimiter;
    private readonly CancellationToken _cancellationToken;
    private readonly byte[] _buffer = new byte[128 * 1024];
    private int _start;
    private int _end;
    private bool _atEnd;

    public MultipartReader(Stream stream, string boundary, CancellationToken cancellationToken)
    {
        _stream = stream;
        _cancellationToken = cancellationToken;
        _delimiter = Encoding.ASCII.GetBytes("\r\n--" + boundary);

        // The first delimiter may stand at the very start, so an empty line is put before it.
        _buffer[0] = (byte)'\r';
        _buffer[1] = (byte)'\n';
        _end = 2;
    }

    /// <summary>The boundary that a content type names; null if there is none.</summary>
    public static string? BoundaryOf(string? contentType)
    {
        if (contentType?.StartsWith("multipart/form-data", StringComparison.OrdinalIgnoreCase) != true)
        {
            return null;
        }

        return PartHeaders.Parameter(contentType, "boundary");
    }

    /// <summary>Passes over what comes before the first part.</summary>
    public Task SkipPreambleAsync() => ReadBodyAsync((_, _, _) => Task.CompletedTask);

    /// <summary>Reads the headers of the next part; null after the last one.</summary>
    public async Task<PartHeaders?> ReadHeadersAsync()
    {
        await FillAsync(2).ConfigureAwait(false);
        if (_buffer[_start] == '-' && _buffer[_start + 1] == '-')
        {
            return null;
        }

        var lines = new List<string>();
        await ReadLineAsync().ConfigureAwait(false);
        for (string line = await ReadLineAsync().ConfigureAwait(false); line.Length > 0; line = await ReadLineAsync().ConfigureAwait(false))
        {
            lines.Add(line);
        }

        return new PartHeaders(lines);
    }

    /// <summary>Reads the body of a part up to and including the delimiter after it.</summary>
    public async Task ReadBodyAsync(PartWriter write)
    {
        while (true)
        {
            int found = FindDelimiter();
            int whole = found >= 0 ? found : Math.Max(_start, _end - _delimiter.Length + 1);
            if (whole > _start)
            {
                await write(_buffer, _start, whole - _start).ConfigureAwait(false);
                _start = whole;
            }

            if (found >= 0)
            {
                _start += _delimiter.Length;
                return;
            }

            await FillAsync(_end - _start + 1).ConfigureAwait(false);
        }
    }

    private int FindDelimiter()
    {
        int last = _end - _delimiter.Length;
        for (int i = _start; i <= last; i++)
        {
            i = Array.IndexOf(_buffer, (byte)'\r', i, last - i + 1);
            if (i < 0)
            {
                return -1;
            }

            int matched = 1;
            while (matched < _delimiter.Length && _buffer[i + matched] == _delimiter[matched])
            {
                matched++;
            }

            if (matched == _delimiter.Length)
            {
                return i;
            }
        }

        return -1;
    }

    private async Task<string> ReadLineAsync()
    {
        int scanned = 0;
        while (true)
        {
            int newline = Array.IndexOf(_buffer, (byte)'\n', _start + scanned, _end - _start - scanned);
            if (newline >= 0)
            {
                string line = Encoding.UTF8.GetString(_buffer, _start, newline - _start).TrimEnd('\r');
                _start = newline + 1;
                return line;
            }

            scanned = _end - _start;
            if (scanned > MostHeaderBytes)
            {
                throw Broken();
            }

            await FillAsync(scanned + 1).ConfigureAwait(false);
        }
    }

    /// <summary>Reads on until so many bytes are in the buffer.</summary>
    private async Task FillAsync(int wanted)
    {
        if (_start > 0 && _start + wanted > _buffer.Length - 4096)
        {
            Buffer.BlockCopy(_buffer, _start, _buffer, 0, _end - _start);
            _end -= _start;
            _start = 0;
        }

        while (_end - _start < wanted)
        {
            int read = _atEnd
                ? 0
                : await _stream.ReadAsync(_buffer, _end, _buffer.Length - _end, _cancellationToken).ConfigureAwait(false);
            _end += read;
            _atEnd = read == 0;
            if (_atEnd)
            {
                throw Broken();
            }
        }
    }

    private static Refusal Broken() => Refusal.Problem(400, "Bad request", "The multipart form ends before its last boundary or has no proper headers.");
}
