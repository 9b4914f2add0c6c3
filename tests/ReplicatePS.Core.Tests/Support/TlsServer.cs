using System;
using System.Collections.Generic;
using System.IO;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Threading.Tasks;

namespace ReplicatePS.Core.Tests;

/// <summary>A server behind https with a certificate that it made itself, so that no machine trusts it.</summary>
internal sealed class TlsServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly X509Certificate2 _certificate = SelfSigned();
    private readonly List<string> _heads = new();

    public TlsServer()
    {
        _listener.Start();
        _ = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public Uri Address => new($"https://localhost:{Port}");

    public string Thumbprint => _certificate.Thumbprint;

    public IReadOnlyList<string> Heads
    {
        get
        {
            lock (_heads)
            {
                return _heads.ToArray();
            }
        }
    }

    public int Connections { get; private set; }

    public void Dispose()
    {
        _listener.Stop();
        _certificate.Dispose();
    }

    private static X509Certificate2 SelfSigned()
    {
        using RSA key = RSA.Create(2048);
        CertificateRequest request = new("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        SubjectAlternativeNameBuilder names = new();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        using X509Certificate2 made = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));

        // A key that lives in memory alone cannot be used by every system's TLS.
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pfx), null);
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                TcpClient client = await _listener.AcceptTcpClientAsync();
                Connections++;
                _ = ServeAsync(client);
            }
        }
        catch (Exception fault) when (fault is ObjectDisposedException or SocketException)
        {
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        try
        {
            using SslStream stream = new(client.GetStream());
            await stream.AuthenticateAsServerAsync(_certificate);
            using StreamReader reader = new(stream, Encoding.ASCII, false, 1024, leaveOpen: true);
            StringBuilder head = new();
            while (await reader.ReadLineAsync() is { } line)
            {
                head.AppendLine(line);
                if (line.Length > 0)
                {
                    continue;
                }

                lock (_heads)
                {
                    _heads.Add(head.ToString());
                }

                head.Clear();
                const string Body = "{\"username\":\"alice\"}";
                await stream.WriteAsync(Encoding.ASCII.GetBytes(
                    $"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {Body.Length}\r\n\r\n{Body}"));
            }
        }
        catch (Exception fault) when (fault is IOException or System.Security.Authentication.AuthenticationException or ObjectDisposedException)
        {
        }
        finally
        {
            client.Dispose();
        }
    }
}
