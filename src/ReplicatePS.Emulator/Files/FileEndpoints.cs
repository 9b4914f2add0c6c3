using System;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Threading.Tasks;
using ReplicatePS.Emulator.Http;

namespace ReplicatePS.Emulator.Files;

/// <summary>Uploaded files. A service of its own: it counts no requests and its errors name the file.</summary>
internal sealed class FileEndpoints
{
    private const string JsonType = "application/json; charset=UTF-8";

    private readonly EmulatorOptions _options;
    private readonly FileStore _files;

    public FileEndpoints(EmulatorOptions options, FileStore files)
    {
        _options = options;
        _files = files;
    }

    public void MapTo(Router router)
    {
        router.Map("POST", "/files", CreateAsync, RateBucket.None);
        router.Map("GET", "/files", List, RateBucket.None);
        router.Map("GET", "/files/{id}", exchange => Answer(200, exchange, Find(exchange)), RateBucket.None);
        router.Map("DELETE", "/files/{id}", Delete, RateBucket.None);
        router.Map("GET", "/files/{id}/download", Download, RateBucket.None, open: true);
    }

    /// <summary>Signs a download as the service does, with a secret that only the emulator's owner knows.</summary>
    public static string Sign(string secret, string owner, string id, string expiry)
    {
        using var hmac = new HMACSHA256(Encoding.UTF8.GetBytes(secret));
        return Convert.ToBase64String(hmac.ComputeHash(Encoding.UTF8.GetBytes($"{owner} {id} {expiry}")));
    }

    private static EmulatorResponse Answer(int status, Exchange exchange, StoredFile file) =>
        Json.EdgeResponse(status, writer => file.Write(writer, exchange.Origin))
            .Set("content-type", JsonType)
            .Set("vary", "Accept-Encoding");

    private async Task<EmulatorResponse> CreateAsync(Exchange exchange)
    {
        StoredBytes bytes = _files.NewBytes();
        try
        {
            StoredFile file = await new FileUpload(exchange, bytes).ReadAsync().ConfigureAwait(false);
            _files.Add(file);
            return Answer(201, exchange, file);
        }
        catch
        {
            bytes.Dispose();
            throw;
        }
    }

    private EmulatorResponse List(Exchange exchange) => Page.Of(
        exchange,
        _files.ListAt(exchange.Now),
        file => file.CreatedAt,
        (writer, file) => file.Write(writer, exchange.Origin),
        _options.RelativePageLinks).Set("content-type", JsonType);

    private EmulatorResponse Delete(Exchange exchange)
    {
        _files.Remove(Find(exchange));
        return EmulatorResponse.Empty(204).Set("content-type", "text/plain; charset=UTF-8");
    }

    private EmulatorResponse Download(Exchange exchange)
    {
        StoredFile file = Find(exchange);
        exchange.Query.TryGetValue("owner", out string? owner);
        exchange.Query.TryGetValue("expiry", out string? expiry);
        exchange.Query.TryGetValue("signature", out string? signature);
        bool signed = signature?.Replace(' ', '+') == Sign(_options.FilesSigningSecret, owner ?? "", file.Id, expiry ?? "");
        if (!signed ||
            owner != _options.Username ||
            !long.TryParse(expiry, NumberStyles.None, Json.Invariant, out long seconds) ||
            DateTimeOffset.FromUnixTimeSeconds(seconds) < exchange.Now)
        {
            throw Refusal.NotFound("File not found");
        }

        return new EmulatorResponse(200, "application/octet-stream", file.Bytes.Open(), file.Bytes.Length);
    }

    private StoredFile Find(Exchange exchange) =>
        _files.Find(exchange.Route["id"], exchange.Now) ?? throw Refusal.NotFound("File not found");
}
