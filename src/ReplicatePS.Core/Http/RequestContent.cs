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

/// <summary>A JSON body.</summary>
internal sealed class JsonRequestContent : RequestContent
{
    private readonly byte[] _utf8;

    public JsonRequestContent(JsonObject body, RequestProfile profile)
        : base(profile)
    {
        _utf8 = Encoding.UTF8.GetBytes(body.ToJsonString(Json.Writing));
        Headers.ContentType = new MediaTypeHeaderValue("application/json") { CharSet = "utf-8" };
    }

    public override string Hash
    {
        get
        {
            using SHA256 sha = SHA256.Create();
            return BitConverter.ToString(sha.ComputeHash(_utf8)).Replace("-", string.Empty).ToLowerInvariant();
        }
    }

    protected override Task WriteAsync(Stream stream) => stream.WriteAsync(_utf8, 0, _utf8.Length);

    protected override bool TryComputeLength(out long length)
    {
        length = _utf8.Length;
        return true;
    }
}
