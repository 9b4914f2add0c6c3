using System;
using System.IO;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using ReplicatePS.Emulator.Http;
using ReplicatePS.Emulator.Runs;

namespace ReplicatePS.Emulator.Files;

/// <summary>Reads an upload form as it arrives.</summary>
internal sealed class FileUpload
{
    private const long MostBytes = 100L * 1024 * 1024;
    private const int MostFieldBytes = 1 << 20;

    private readonly Exchange _exchange;
    private readonly StoredBytes _bytes;
    private bool _hasContent;
    private string? _name;
    private string? _type;
    private string? _explicitName;
    private string? _explicitType;
    private JsonObject _metadata = new();

    public FileUpload(Exchange exchange, StoredBytes bytes)
    {
        _exchange = exchange;
        _bytes = bytes;
    }

    public async Task<StoredFile> ReadAsync()
    {
        string boundary = MultipartReader.BoundaryOf(_exchange.Request.Header("Content-Type"))
            ?? throw Refusal.Problem(400, "Bad request", "The request is not multipart/form-data with a boundary.");
        using Stream body = await _exchange.OpenBodyAsync().ConfigureAwait(false);
        var reader = new MultipartReader(body, boundary, _exchange.CancellationToken);
        await reader.SkipPreambleAsync().ConfigureAwait(false);
        for (PartHeaders? part = await reader.ReadHeadersAsync().ConfigureAwait(false);
            part is not null;
            part = await reader.ReadHeadersAsync().ConfigureAwait(false))
        {
            await ReadPartAsync(reader, part).ConfigureAwait(false);
        }

        _exchange.NoteBodyLength(_bytes.Length);
        _bytes.Complete();
        if (!_hasContent)
        {
            throw Refusal.Problem(400, "Bad request", "The form has no part named content.");
        }

        string name = _explicitName ?? _name ?? "file";
        if (Encoding.UTF8.GetByteCount(name) > 255)
        {
            throw Refusal.Problem(400, "Bad request", "The filename is longer than 255 bytes.");
        }

        return new StoredFile
        {
            Id = Identifiers.NewFile(),
            Name = name,
            ContentType = _explicitType ?? _type ?? "application/octet-stream",
            Metadata = _metadata,
            Bytes = _bytes,
            CreatedAt = _exchange.Now,
        };
    }

    private async Task ReadPartAsync(MultipartReader reader, PartHeaders part)
    {
        switch (part.Name)
        {
            case "content":
                _hasContent = true;
                _name = part.FileName;
                _type = part.ContentType;
                await reader.ReadBodyAsync(WriteContentAsync).ConfigureAwait(false);
                break;
            case "filename":
                _explicitName = await ReadTextAsync(reader).ConfigureAwait(false);
                break;
            case "type":
                _explicitType = await ReadTextAsync(reader).ConfigureAwait(false);
                break;
            case "metadata":
                _metadata = ParseMetadata(await ReadTextAsync(reader).ConfigureAwait(false));
                break;
            default:
                await ReadTextAsync(reader).ConfigureAwait(false);
                break;
        }
    }

    private Task WriteContentAsync(byte[] buffer, int offset, int count)
    {
        if (_bytes.Length + count > MostBytes)
        {
            throw Refusal.Problem(413, "Content too large", "The file is larger than the 100MB that can be uploaded.");
        }

        return _bytes.WriteAsync(buffer, offset, count, _exchange.CancellationToken);
    }

    private static async Task<string> ReadTextAsync(MultipartReader reader)
    {
        using var text = new MemoryStream();
        await reader.ReadBodyAsync((buffer, offset, count) =>
        {
            text.Write(buffer, offset, count);
            return text.Length <= MostFieldBytes
                ? Task.CompletedTask
                : throw Refusal.Problem(400, "Bad request", "A field of the form is too long.");
        }).ConfigureAwait(false);
        return Encoding.UTF8.GetString(text.GetBuffer(), 0, (int)text.Length);
    }

    private static JsonObject ParseMetadata(string text)
    {
        try
        {
            return text.Trim().Length == 0 ? new JsonObject() : (JsonObject)JsonNode.Parse(text)!;
        }
        catch (Exception exception) when (exception is JsonException or InvalidCastException)
        {
            throw Refusal.Problem(400, "Bad request", "The metadata is not a JSON object.");
        }
    }
}
