using System;

namespace ReplicatePS.Emulator.Webhooks;

/// <summary>Where webhooks may be sent to.</summary>
internal static class WebhookAddress
{
    /// <summary>Whether an address is good: any with https, and on request one of this machine without.</summary>
    public static bool IsValid(string address, bool allowLoopback) =>
        Uri.TryCreate(address, UriKind.Absolute, out Uri? url) &&
        (url.Scheme == "https" || (allowLoopback && url.Scheme == "http" && url.IsLoopback));
}
