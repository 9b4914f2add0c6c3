using System;
using System.IO;
using System.Net;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;

namespace ReplicatePS.Core;

/// <summary>
/// The body of one try. It is written once, never again by a connection that repeats a request on its own: some connection
/// pools do that when a connection turns out to be closed, and a create would be paid for twice.
/// </summary>
internal abstract class RequestContent : HttpContent
{
    private readonly RequestProfile _profile;
    private int _isUsed;

    protected RequestContent(RequestProfile profile)
    {
        _profile = profile;
    }

    /// <summary>SHA-256 of the body in hex, where it is at hand.</summary>
    public virtual string? Hash => null;

    /// <summary>The body, where it is at hand.</summary>
    public virtual ReadOnlyMemory<byte>? Sent => null;

    protected sealed override Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        _profile.MayHaveArrived = true;
        return Interlocked.Exchange(ref _isUsed, 1) == 0
            ? WriteAsync(stream)
            : throw new IOException("The connection was lost while the request was being sent.");
    }

    /// <summary>Ends a try that was given up: a connection that is still being made will not send it any more.</summary>
    public void Close() => Interlocked.Exchange(ref _isUsed, 1);

    protected abstract Task WriteAsync(Stream stream);

    protected void ReportMovement() => _profile.Deadline?.Extend();
}

/// <summary>A body that is there as bytes.</summary>
internal sealed class BytesRequestContent : RequestContent
{
    private readonly byte[] _bytes;

    public BytesRequestContent(byte[] bytes, MediaTypeHeaderValue type, RequestProfile profile)
        : base(profile)
    {
        _bytes = bytes;
        Headers.ContentType = type;
    }

    public override string Hash
    {
        get
        {
            using SHA256 sha = SHA256.Create();
            return BitConverter.ToString(sha.ComputeHash(_bytes)).Replace("-", string.Empty).ToLowerInvariant();
        }
    }

    public override ReadOnlyMemory<byte>? Sent => _bytes;

    public static BytesRequestContent Of(JsonObject body, RequestProfile profile) => new(
        Encoding.UTF8.GetBytes(body.ToJsonString(Json.Writing)), new MediaTypeHeaderValue("application/json") { CharSet = "utf-8" }, profile);

    public static BytesRequestContent Of(string text, RequestProfile profile) =>
        new(Encoding.UTF8.GetBytes(text), new MediaTypeHeaderValue("text/plain") { CharSet = "utf-8" }, profile);

    protected override Task WriteAsync(Stream stream) => stream.WriteAsync(_bytes, 0, _bytes.Length);

    protected override bool TryComputeLength(out long length)
    {
        length = _bytes.Length;
        return true;
    }
}
