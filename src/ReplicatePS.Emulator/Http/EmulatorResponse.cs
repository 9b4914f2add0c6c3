using System;
using System.Collections.Generic;
using System.IO;
using System.Text;

namespace ReplicatePS.Emulator;

/// <summary>An answer as both doors hand it out. Its body is read, never written, so that nobody has to hold it.</summary>
public sealed class EmulatorResponse
{
    /// <summary>Makes an answer from a body stream.</summary>
    public EmulatorResponse(int status, string? contentType, Stream body, long? contentLength)
    {
        Status = status;
        Body = body;
        ContentLength = contentLength;
        if (contentType is not null)
        {
            Set("content-type", contentType);
        }
    }

    /// <summary>The status code.</summary>
    public int Status { get; }

    /// <summary>All headers but content-length; names in lower case.</summary>
    public IDictionary<string, string> Headers { get; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>The body. Reading it throws an IOException where a fault cuts it.</summary>
    public Stream Body { get; internal set; }

    /// <summary>How long the body says it is; null when it does not say.</summary>
    public long? ContentLength { get; internal set; }

    internal static EmulatorResponse Empty(int status) => new(status, null, Stream.Null, 0);

    internal static EmulatorResponse Text(int status, string contentType, string body) =>
        Bytes(status, contentType, Encoding.UTF8.GetBytes(body));

    internal static EmulatorResponse Bytes(int status, string contentType, byte[] body) =>
        new(status, contentType, new MemoryStream(body, writable: false), body.Length);

    internal EmulatorResponse Set(string name, string value)
    {
        Headers[name] = value;
        return this;
    }
}
