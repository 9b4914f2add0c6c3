using System;
using System.IO;
using System.Net;
using System.Net.Http;
using System.Text;
using System.Text.Json;
using System.Threading.Tasks;

namespace ReplicatePS.Core;

/// <summary>A body that has been read; its bytes are there without another copy.</summary>
internal sealed class BufferedContent : HttpContent
{
    private const int LongestOpening = 16 * 1024;

    private readonly byte[] _buffer;
    private readonly int _length;

    public BufferedContent(byte[] buffer, int length, string? mediaType)
    {
        _buffer = buffer;
        _length = length;
        MediaType = mediaType;
    }

    public string? MediaType { get; }

    public ReadOnlyMemory<byte> Bytes => new(_buffer, 0, _length);

    /// <summary>The body as JSON.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    public JsonElement Json() => Core.Json.Parse(_buffer, _length);

    public string Text => Encoding.UTF8.GetString(_buffer, 0, _length);

    /// <summary>As much of the text as is looked at to tell a person what came.</summary>
    public string Opening => Encoding.UTF8.GetString(_buffer, 0, Math.Min(_length, LongestOpening));

    /// <summary>Overwrites a secret wherever it stands in the body.</summary>
    public void Conceal(byte[] secret)
    {
        Span<byte> left = _buffer.AsSpan(0, _length);
        for (int at; (at = left.IndexOf(secret)) >= 0; left = left.Slice(at + secret.Length))
        {
            left.Slice(at, secret.Length).Fill((byte)'*');
        }
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => stream.WriteAsync(_buffer, 0, _length);

    protected override bool TryComputeLength(out long length)
    {
        length = _length;
        return true;
    }
}
