using System;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading.Tasks;
using ReplicatePS.Core;

namespace ReplicatePS.Hosts;

/// <summary>A first request over the connections that the process shares, answered on this machine.</summary>
public static class FirstRequest
{
    private const string Answer = """{"type":"user","username":"ada","name":"Ada"}""";

    /// <summary>Reads the account.</summary>
    public static string Run()
    {
        return RunAsync().GetAwaiter().GetResult();
    }

    private static async Task<string> RunAsync()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        Task serving = AnswerOnceAsync(listener);
        var client = new ReplicateClient(new ReplicateClientOptions
        {
            BaseUri = new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/v1"),
            Token = () => "r8_host",
        });
        Account account = await client.Account.GetAsync().ConfigureAwait(false);
        await serving.ConfigureAwait(false);
        return $"account {account.Username}";
    }

    private static async Task AnswerOnceAsync(TcpListener listener)
    {
        using TcpClient connection = await listener.AcceptTcpClientAsync().ConfigureAwait(false);
        using NetworkStream stream = connection.GetStream();
        using var reader = new StreamReader(stream);
        while (await reader.ReadLineAsync().ConfigureAwait(false) is { Length: > 0 })
        {
        }

        var bytes = Encoding.ASCII.GetBytes(
            $"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {Answer.Length}\r\nConnection: close\r\n\r\n{Answer}");
        await stream.WriteAsync(bytes, 0, bytes.Length).ConfigureAwait(false);
        listener.Stop();
    }
}
