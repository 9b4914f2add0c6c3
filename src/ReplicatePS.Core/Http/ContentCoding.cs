using System;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Net.Http;
using System.Threading.Tasks;

namespace ReplicatePS.Core;

/// <summary>
/// How a body is packed on its way. The transport leaves it as it is, since what comes out of it has to be held against what came in:
/// a few megabytes can unfold to many gigabytes.
/// </summary>
internal static class ContentCoding
{
    private const string Header = "Accept-Encoding";

    /// <summary>Lets an answer be compressed.</summary>
    public static void AskForGzip(HttpRequestMessage request) => request.Headers.TryAddWithoutValidation(Header, "gzip");

    /// <summary>Asks for the bytes themselves: files are compressed as they are, and of words packed up some would come late.</summary>
    public static void AskForPlain(HttpRequestMessage request)
    {
        request.Headers.Remove(Header);
        request.Headers.TryAddWithoutValidation(Header, "identity");
    }

    /// <summary>Whether a body is compressed in the one way that is asked for. What was packed in others is passed on as it is.</summary>
    public static bool IsGzip(HttpContent content) => content.Headers.ContentEncoding.LastOrDefault() is { } coding
        && (coding.Equals("gzip", StringComparison.OrdinalIgnoreCase) || coding.Equals("x-gzip", StringComparison.OrdinalIgnoreCase));

    /// <summary>Gives the body as it was before it was packed. Who reads it bounds how much that may be.</summary>
    public static async Task<Stream> OpenAsync(HttpContent content)
    {
        Stream sent = await content.ReadAsStreamAsync().ConfigureAwait(false);
        return IsGzip(content) ? new GZipStream(sent, CompressionMode.Decompress) : sent;
    }
}
