using System;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Threading.Tasks;
using ReplicatePS.Core;
using ReplicatePS.Emulator;

namespace ReplicatePS.Hosts;

/// <summary>
/// A first request over the connections that the process shares, answered on this machine, and a first prediction on the emulator, streamed and listed.
/// </summary>
public static class FirstRequest
{
    private const string Answer = """{"type":"user","username":"ada","name":"Ada"}""";

    /// <summary>Does both, and says what came back.</summary>
    public static string Run()
    {
        return ReadAccountAsync().GetAwaiter().GetResult() + Environment.NewLine + RunModelAsync().GetAwaiter().GetResult();
    }

    private static async Task<string> ReadAccountAsync()
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

    private static async Task<string> RunModelAsync()
    {
        using var emulator = new ReplicateEmulator(new EmulatorOptions { Speed = 1000 });
        var client = new ReplicateClient(new ReplicateClientOptions
        {
            BaseUri = ReplicateEmulator.DefaultBaseUri,
            Transport = emulator.Handler,
            TokenIsOptional = true,
        });
        using JsonDocument input = JsonDocument.Parse("""{"text":"hello"}""");
        Prediction started = await client.Predictions.CreateAsync(
            ModelReference.Parse("emulator/echo"), new NewPrediction { Input = input.RootElement }).ConfigureAwait(false);

        // The parser of streams is a package of its own, which newer hosts have as well.
        var text = new StringBuilder();
        await foreach (StreamEvent item in client.Streams.ReadAsync(started).ConfigureAwait(false))
        {
            text.Append(item.Name).Append(' ').Append(item.Data).Append(' ');
        }

        // Lists are IAsyncEnumerable, which the host has a type of its own for.
        await foreach (Page<Prediction> page in client.Predictions.ListAsync().ConfigureAwait(false))
        {
            return $"prediction {(page.Results[0].Id == started.Id ? "listed" : "lost")}{Environment.NewLine}stream {text}";
        }

        return "no prediction";
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
