using System.Collections.Generic;
using System.Net;
using System.Text.Json;

namespace ReplicatePS.Core;

/// <summary>An answer as it came.</summary>
public sealed class ApiAnswer
{
    internal ApiAnswer(HttpStatusCode status, string? mediaType, string text, IReadOnlyDictionary<string, string> headers)
    {
        StatusCode = status;
        MediaType = mediaType;
        Text = text;
        Headers = headers;
    }

    /// <summary>The status.</summary>
    public HttpStatusCode StatusCode { get; }

    /// <summary>The media type without its parameters; null when there is none.</summary>
    public string? MediaType { get; }

    /// <summary>The body as text.</summary>
    public string Text { get; }

    /// <summary>The headers by name.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; }

    /// <summary>The body as JSON; null when it is none.</summary>
    public JsonElement? Json => Core.Json.TryParse(Text, out JsonElement json) ? json : null;
}
