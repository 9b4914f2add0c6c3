using System;
using System.Net;

namespace ReplicatePS.Core;

/// <summary>
/// A proxy that is passed by on the way to this machine. The token may go there without https, and what goes through a proxy
/// without https can be read by it.
/// </summary>
internal sealed class RemoteProxy : IWebProxy
{
    private readonly IWebProxy _proxy;

    public RemoteProxy(IWebProxy proxy, ICredentials? credentials)
    {
        _proxy = proxy;
        Credentials = credentials ?? proxy.Credentials;
    }

    public ICredentials? Credentials { get; set; }

    public Uri? GetProxy(Uri destination) => IsBypassed(destination) ? destination : _proxy.GetProxy(destination);

    public bool IsBypassed(Uri host) => (host.Scheme == Uri.UriSchemeHttp && host.IsLoopback) || _proxy.IsBypassed(host);
}
