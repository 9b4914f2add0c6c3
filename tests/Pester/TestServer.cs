// Compiled by the tests with Add-Type, also in Windows PowerShell: C# 5 only.
using System;
using System.Collections.Generic;
using System.IO;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Threading;

/// <summary>A server on a bare socket. It answers every request alike, or never, and keeps what it was asked.</summary>
public sealed class TestServer : IDisposable
{
    private readonly TcpListener _listener = new TcpListener(IPAddress.Loopback, 0);
    private readonly List<TcpClient> _clients = new List<TcpClient>();
    private readonly List<string> _heads = new List<string>();
    private readonly int _status;
    private readonly string _contentType;
    private volatile bool _isOver;

    /// <param name="status">The status line's code; 0 never answers.</param>
    public TestServer(int status, string body, string contentType)
    {
        _status = status;
        Body = body;
        _contentType = contentType;
        _listener.Start();
        new Thread(Accept) { IsBackground = true }.Start();
    }

    /// <summary>What it answers.</summary>
    public string Body { get; set; }

    /// <summary>How many bytes of the body are announced and never sent.</summary>
    public int Withheld { get; set; }

    /// <summary>Whether a server that never answers does not read bodies either.</summary>
    public bool StopsReading { get; set; }

    /// <summary>What it shows to clients of https; null speaks plain http.</summary>
    public X509Certificate2 Certificate { get; set; }

    public string Address { get { return (Certificate == null ? "http" : "https") + "://127.0.0.1:" + ((IPEndPoint)_listener.LocalEndpoint).Port; } }

    public string[] Heads { get { lock (_heads) { return _heads.ToArray(); } } }

    /// <summary>How many connections have not been closed by the client.</summary>
    public int Open
    {
        get
        {
            lock (_clients)
            {
                int open = 0;
                foreach (TcpClient client in _clients)
                {
                    try
                    {
                        // A closed connection can be read at once, and there is nothing to read.
                        if (!(client.Client.Poll(0, SelectMode.SelectRead) && client.Client.Available == 0)) { open++; }
                    }
                    catch (Exception) { }
                }

                return open;
            }
        }
    }

    public void Dispose()
    {
        _isOver = true;
        _listener.Stop();
        lock (_clients)
        {
            foreach (TcpClient client in _clients) { client.Close(); }
        }
    }

    private void Accept()
    {
        try
        {
            while (!_isOver)
            {
                TcpClient client = _listener.AcceptTcpClient();
                lock (_clients) { _clients.Add(client); }
                new Thread(() => Serve(client)) { IsBackground = true }.Start();
            }
        }
        catch (Exception) { }
    }

    private void Serve(TcpClient client)
    {
        try
        {
            Stream stream = client.GetStream();
            if (Certificate != null)
            {
                SslStream secure = new SslStream(stream);
                stream = secure;
                secure.AuthenticateAsServer(Certificate);
            }

            StringBuilder head = new StringBuilder();
            byte[] one = new byte[1];
            while (true)
            {
                while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
                {
                    if (stream.Read(one, 0, 1) == 0) { return; }
                    head.Append((char)one[0]);
                }

                lock (_heads) { _heads.Add(head.ToString()); }
                if (_status == 0)
                {
                    byte[] rest = new byte[65536];
                    while (!StopsReading && stream.Read(rest, 0, rest.Length) > 0) { }
                    return;
                }

                string body = Body;
                byte[] answer = Encoding.UTF8.GetBytes(string.Format(
                    "HTTP/1.1 {0} Told\r\nContent-Type: {1}\r\nContent-Length: {2}\r\n\r\n{3}",
                    _status, _contentType, Encoding.UTF8.GetByteCount(body) + Withheld, body));
                stream.Write(answer, 0, answer.Length);
                head.Clear();
            }
        }
        catch (Exception) { }
    }
}
