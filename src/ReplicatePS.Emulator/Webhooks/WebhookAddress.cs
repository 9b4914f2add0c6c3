using System;
using System.Linq;

namespace ReplicatePS.Emulator.Webhooks;

/// <summary>Where webhooks may be sent to.</summary>
internal static class WebhookAddress
{
    private static readonly string[] ForExamples = { "example.com", "example.net", "example.org", "example", "test", "invalid" };

    /// <summary>Whether an address is good: any with https, and on request one of this machine without.</summary>
    public static bool IsValid(string address, bool allowLoopback) =>
        Uri.TryCreate(address, UriKind.Absolute, out Uri? url) &&
        (url.Scheme == "https" || (allowLoopback && url.Scheme == "http" && url.IsLoopback));

    /// <summary>
    /// Whether a host is one of those that are set aside for examples and tests. Nobody listens there, so nothing is sent: examples
    /// that are tried out on the emulator stay on this machine.
    /// </summary>
    public static bool IsForExamples(Uri address) => ForExamples.Any(name =>
        address.Host.Equals(name, StringComparison.OrdinalIgnoreCase) || address.Host.EndsWith("." + name, StringComparison.OrdinalIgnoreCase));
}
