using System;
using System.Collections.Generic;
using System.IO;
using System.Threading;
using System.Threading.Tasks;

namespace ReplicatePS.Emulator;

/// <summary>A request as both doors hand it in: the in-process handler and a web server.</summary>
public sealed class EmulatorRequest
{
    private readonly Func<CancellationToken, Task<Stream>> _openBody;

    /// <summary>Describes a request; its body is opened only when it is wanted.</summary>
    public EmulatorRequest(
        string method,
        Uri url,
        IEnumerable<KeyValuePair<string, string>> headers,
        Func<CancellationToken, Task<Stream>> openBody)
    {
        Method = method.ToUpperInvariant();
        Url = url;
        _openBody = openBody;
        var all = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (KeyValuePair<string, string> header in headers)
        {
            all[header.Key] = header.Value;
        }

        Headers = all;
    }

    /// <summary>The method, in capitals.</summary>
    public string Method { get; }

    /// <summary>The absolute URL as the caller sees it.</summary>
    public Uri Url { get; }

    /// <summary>All headers, those of the body included; names in any case.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; }

    /// <summary>A header's value, or null.</summary>
    public string? Header(string name) => Headers.TryGetValue(name, out string? value) ? value : null;

    /// <summary>Opens the body for reading from its start. To be called once.</summary>
    public Task<Stream> OpenBodyAsync(CancellationToken cancellationToken) => _openBody(cancellationToken);
}
