using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace ReplicatePS.Core.Tests;

/// <summary>A server on a bare socket: does what HTTP stacks hide, and counts what really arrived.</summary>
internal sealed class RawServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly List<RawRequest> _arrived = new();
    private readonly Func<RawConnection, RawRequest, Task> _serve;
    private readonly bool _readsBody;
    private int _connections;

    /// <summary>Starts a server.</summary>
    /// <param name="serve">Deals with each request; the connection is closed by what this does, or stays open.</param>
    /// <param name="readsBody">Whether the body is read before <paramref name="serve"/> is called.</param>
    public RawServer(Func<RawConnection, RawRequest, Task> serve, bool readsBody = true)
    {
        _serve = serve;
        _readsBody = readsBody;
        _listener.Start();
        _ = AcceptAsync();
    }

    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    public int Connections => _connections;

    /// <summary>The requests whose head arrived, with as much of the body as was read.</summary>
    public IReadOnlyList<RawRequest> Arrived
    {
        get
        {
            lock (_arrived)
            {
                return _arrived.ToArray();
            }
        }
    }

    /// <summary>An address at which nobody listens.</summary>
    public static Uri Nowhere()
    {
        TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        int port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        return new Uri($"http://127.0.0.1:{port}");
    }

    public void Dispose()
    {
        _stop.Cancel();
        _listener.Stop();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                TcpClient client = await _listener.AcceptTcpClientAsync(_stop.Token);
                Interlocked.Increment(ref _connections);
                _ = ServeAsync(client);
            }
        }
        catch (Exception) when (_stop.IsCancellationRequested)
        {
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using RawConnection connection = new(client, _stop.Token);
        try
        {
            while (await connection.ReadHeadAsync() is { } head)
            {
                RawRequest request = new(head, _readsBody ? await connection.ReadBodyAsync(head) : string.Empty);
                lock (_arrived)
                {
                    _arrived.Add(request);
                }

                await _serve(connection, request);
            }
        }
        catch (Exception fault) when (fault is IOException or OperationCanceledException or ObjectDisposedException or SocketException)
        {
        }
    }
}

internal sealed record RawRequest(string Head, string Body)
{
    public string Line => Head.Split("\r\n")[0];

    public string? Header(string name) => Head.Split("\r\n")
        .Where(line => line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))
        .Select(line => line.Substring(name.Length + 1).Trim())
        .FirstOrDefault();
}

internal sealed class RawConnection : IDisposable
{
    private readonly TcpClient _client;
    private readonly NetworkStream _stream;
    private readonly CancellationToken _stop;

    public RawConnection(TcpClient client, CancellationToken stop)
    {
        _client = client;
        _client.NoDelay = true;
        _stream = client.GetStream();
        _stop = stop;
    }

    /// <summary>The request's head; null when the client has closed the connection.</summary>
    public async Task<string?> ReadHeadAsync()
    {
        StringBuilder head = new();
        byte[] one = new byte[1];
        while (await _stream.ReadAsync(one, _stop) > 0)
        {
            head.Append((char)one[0]);
            if (one[0] == '\n' && head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
            {
                return head.ToString();
            }
        }

        return null;
    }

    public async Task<string> ReadBodyAsync(string head)
    {
        byte[] body = new byte[int.Parse(new RawRequest(head, string.Empty).Header("Content-Length") ?? "0")];
        await _stream.ReadExactlyAsync(body, _stop);
        return Encoding.UTF8.GetString(body);
    }

    public Task SendAsync(string text) => _stream.WriteAsync(Encoding.UTF8.GetBytes(text), _stop).AsTask();

    public Task SendAsync(byte[] bytes) => _stream.WriteAsync(bytes, _stop).AsTask();

    public Task AnswerAsync(int status, string body, string type = "application/json", string headers = "") => SendAsync(
        $"HTTP/1.1 {status} Told\r\nContent-Type: {type}\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n{headers}\r\n{body}");

    /// <summary>Passes everything on, in both directions, until either side ends.</summary>
    public Task TunnelAsync(NetworkStream target) => Task.WhenAny(_stream.CopyToAsync(target, _stop), target.CopyToAsync(_stream, _stop));

    /// <summary>Sends the same again and again, a little at a time, for ever.</summary>
    public async Task RepeatAsync(string text)
    {
        while (true)
        {
            await SendAsync(text);
            await Task.Delay(50, _stop);
        }
    }

    /// <summary>Holds the connection open and says nothing more.</summary>
    public Task StallAsync() => Task.Delay(Timeout.Infinite, _stop);

    /// <summary>Ends the connection with a reset instead of an orderly close.</summary>
    public void Reset()
    {
        _client.LingerState = new LingerOption(true, 0);
        _client.Client.Close();
    }

    public void Close() => _client.Close();

    public void Dispose() => _client.Dispose();
}
