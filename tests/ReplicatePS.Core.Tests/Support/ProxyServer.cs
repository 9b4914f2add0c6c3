using System;
using System.Net.Sockets;
using System.Threading.Tasks;

namespace ReplicatePS.Core.Tests;

/// <summary>A proxy that opens tunnels, and keeps what it was asked.</summary>
internal sealed class ProxyServer : IDisposable
{
    private readonly RawServer _server;
    private readonly string? _account;
    private readonly string _scheme;

    /// <summary>Starts a proxy.</summary>
    /// <param name="account">The account that it wants, as Proxy-Authorization spells it; null for none.</param>
    /// <param name="scheme">How it wants to be shown the account, as Proxy-Authenticate spells it.</param>
    public ProxyServer(string? account = null, string scheme = "Basic realm=\"office\"")
    {
        _account = account;
        _scheme = scheme;
        _server = new RawServer(ServeAsync);
    }

    public Uri Address => _server.Address;

    public System.Collections.Generic.IReadOnlyList<RawRequest> Asked => _server.Arrived;

    public void Dispose() => _server.Dispose();

    private async Task ServeAsync(RawConnection connection, RawRequest request)
    {
        string[] line = request.Line.Split(' ');
        if (_account is not null && request.Header("Proxy-Authorization") != _account)
        {
            await connection.AnswerAsync(407, "who are you?", "text/plain", $"Proxy-Authenticate: {_scheme}\r\n");
            return;
        }

        if (line[0] != "CONNECT")
        {
            await connection.AnswerAsync(200, "{\"username\":\"the proxy saw everything\"}");
            return;
        }

        using TcpClient target = new();
        await target.ConnectAsync("127.0.0.1", int.Parse(line[1].Split(':')[1]));
        await connection.SendAsync("HTTP/1.1 200 Connection established\r\n\r\n");
        await connection.TunnelAsync(target.GetStream());
    }
}
