using System.Net.Http;
using System.Net.Http.Headers;

namespace ReplicatePS.Core;

/// <summary>What a server says of a file that it delivers.</summary>
public sealed class Delivery
{
    internal Delivery(string? fileName, string? mediaType)
    {
        FileName = fileName;
        MediaType = mediaType;
    }

    /// <summary>The name that the server gives it, made safe; null when it gives none.</summary>
    public string? FileName { get; }

    /// <summary>Its media type, if the server says so.</summary>
    public string? MediaType { get; }

    /// <summary>The ending that goes with the name or the type, with its dot; empty when neither tells one.</summary>
    public string Ending => System.IO.Path.GetExtension(FileName ?? string.Empty) is { Length: > 1 } named ? named : MediaTypes.EndingOf(MediaType);

    internal static Delivery Of(HttpResponseMessage response)
    {
        ContentDispositionHeaderValue? disposition = response.Content.Headers.ContentDisposition;
        string? given = (disposition?.FileNameStar ?? disposition?.FileName)?.Trim('"');

        // Of a path the last part counts, whichever system wrote it.
        string name = OutputLink.SafeName(given?.Substring(given.LastIndexOfAny(new[] { '/', '\\' }) + 1) ?? string.Empty);
        return new Delivery(name.Length > 0 ? name : null, response.Content.Headers.ContentType?.MediaType);
    }
}
