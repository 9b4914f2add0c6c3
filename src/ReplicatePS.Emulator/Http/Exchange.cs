using System;
using System.Collections.Generic;
using System.IO;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;

namespace ReplicatePS.Emulator.Http;

/// <summary>One request on its way through the emulator, with what the route and the address have told.</summary>
internal sealed class Exchange
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: false);

    private readonly JournalEntry _entry;
    private IReadOnlyDictionary<string, string>? _query;
    private Stream? _body;

    public Exchange(EmulatorRequest request, DateTimeOffset now, JournalEntry entry, CancellationToken cancellationToken)
    {
        Request = request;
        Now = now;
        CancellationToken = cancellationToken;
        _entry = entry;
        Origin = Origin.Of(request.Url);
    }

    public EmulatorRequest Request { get; }

    public Origin Origin { get; }

    /// <summary>When the request came.</summary>
    public DateTimeOffset Now { get; }

    public CancellationToken CancellationToken { get; }

    /// <summary>What stands in the places that the route names.</summary>
    public IReadOnlyDictionary<string, string> Route { get; set; } = new Dictionary<string, string>();

    public IReadOnlyDictionary<string, string> Query => _query ??= QueryString.Parse(Request.Url.Query);

    /// <summary>owner/name of the route.</summary>
    public string FullName => Route["owner"] + "/" + Route["name"];

    public async Task<Stream> OpenBodyAsync()
    {
        _body = await Request.OpenBodyAsync(CancellationToken).ConfigureAwait(false);
        return _body;
    }

    public async Task<string> ReadTextAsync()
    {
        using MemoryStream buffer = await ReadAsync().ConfigureAwait(false);
        return Utf8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    public async Task<JsonObject> ReadJsonObjectAsync()
    {
        using MemoryStream buffer = await ReadAsync().ConfigureAwait(false);
        try
        {
            JsonNode? json = buffer.Length == 0 ? new JsonObject() : JsonNode.Parse(buffer);
            return json as JsonObject ?? throw Refusal.Detail(400, "The body of the request is not a JSON object.");
        }
        catch (JsonException exception)
        {
            throw Refusal.Detail(400, "JSON parse error - " + exception.Message);
        }
    }

    public void NoteOperation(string operation) => _entry.Operation = operation;

    public void NoteBodyLength(long length) => _entry.SetBody(null, length);

    private async Task<MemoryStream> ReadAsync()
    {
        using Stream body = await OpenBodyAsync().ConfigureAwait(false);
        var buffer = new MemoryStream();
        await body.CopyToAsync(buffer, 81920, CancellationToken).ConfigureAwait(false);
        _entry.SetBody(Utf8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length), buffer.Length);
        buffer.Position = 0;
        return buffer;
    }
}
