using System;
using System.IO;
using System.Net.Http.Headers;
using System.Text;
using System.Threading.Tasks;

namespace ReplicatePS.Core;

/// <summary>A multipart form with one file, read while it is sent.</summary>
internal sealed class FileUploadContent : RequestContent
{
    /// <summary>How much is read at a time.</summary>
    public const int BufferSize = 64 * 1024;

    private readonly Stream _file;
    private readonly string _name;
    private readonly long _size;
    private readonly IProgress<long>? _progress;
    private readonly byte[] _head;
    private readonly byte[] _tail;

    public FileUploadContent(Stream file, long size, string name, string mediaType, IProgress<long>? progress, RequestProfile profile)
        : base(profile)
    {
        _file = file;
        _name = name;
        _size = size;
        _progress = progress;
        string boundary = "----" + Guid.NewGuid().ToString("N");
        _head = Encoding.UTF8.GetBytes(
            $"--{boundary}\r\nContent-Disposition: form-data; name=\"content\"; filename=\"{Quoted(name)}\"\r\nContent-Type: {mediaType}\r\n\r\n");
        _tail = Encoding.UTF8.GetBytes($"\r\n--{boundary}--\r\n");
        Headers.ContentType = MediaTypeHeaderValue.Parse($"multipart/form-data; boundary=\"{boundary}\"");
    }

    protected override async Task WriteAsync(Stream stream)
    {
        await stream.WriteAsync(_head, 0, _head.Length).ConfigureAwait(false);
        byte[] buffer = new byte[BufferSize];
        for (long sent = 0; sent < _size;)
        {
            // A file that grows meanwhile is sent as long as it was announced.
            int read = await _file.ReadAsync(buffer, 0, (int)Math.Min(buffer.Length, _size - sent)).ConfigureAwait(false);
            if (read == 0)
            {
                throw new EndOfStreamException($"'{_name}' became shorter while it was being sent.");
            }

            await stream.WriteAsync(buffer, 0, read).ConfigureAwait(false);
            sent += read;
            ReportMovement();
            _progress?.Report(sent);
        }

        await stream.WriteAsync(_tail, 0, _tail.Length).ConfigureAwait(false);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _head.Length + _size + _tail.Length;
        return true;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _file.Dispose();
        }

        base.Dispose(disposing);
    }

    // As browsers write names into forms.
    private static string Quoted(string name) => name.Replace("\"", "%22").Replace("\r", "%0D").Replace("\n", "%0A");
}
