using System;
using System.IO;
using System.Text;
using System.Text.RegularExpressions;
using ReplicatePS.Emulator.Delivery;
using ReplicatePS.Emulator.Files;

namespace ReplicatePS.Emulator.Runners;

/// <summary>Opens files that an input names: uploads, outputs of the emulator, and data URIs. It never goes out to a network.</summary>
internal sealed class InputFiles
{
    private static readonly Regex FilePath = new("/files/(?<id>[^/]+)(?:/download)?$", RegexOptions.CultureInvariant);

    private readonly FileStore _files;
    private readonly DeliveryEndpoint _delivery;

    public InputFiles(FileStore files, DeliveryEndpoint delivery)
    {
        _files = files;
        _delivery = delivery;
    }

    /// <summary>Opens a file; null if there is none at that address. The stream can seek.</summary>
    public Stream? Open(string uri, DateTimeOffset now)
    {
        if (uri.StartsWith("data:", StringComparison.OrdinalIgnoreCase))
        {
            return OpenData(uri);
        }

        if (!Uri.TryCreate(uri, UriKind.Absolute, out Uri? url))
        {
            return null;
        }

        Match upload = FilePath.Match(url.AbsolutePath);
        return upload.Success
            ? _files.Find(Uri.UnescapeDataString(upload.Groups["id"].Value), now)?.Bytes.Open()
            : DeliveryEndpoint.Owns(url) ? _delivery.Find(url, now)?.Open() : null;
    }

    private static Stream? OpenData(string uri)
    {
        int comma = uri.IndexOf(',');
        if (comma < 0)
        {
            return null;
        }

        string data = uri.Substring(comma + 1);
        try
        {
            byte[] bytes = uri.Substring(0, comma).EndsWith(";base64", StringComparison.OrdinalIgnoreCase)
                ? Convert.FromBase64String(Uri.UnescapeDataString(data))
                : Encoding.UTF8.GetBytes(Uri.UnescapeDataString(data));
            return new MemoryStream(bytes, writable: false);
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
