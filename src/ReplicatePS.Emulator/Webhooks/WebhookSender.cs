using System;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Threading;
using System.Threading.Tasks;
using ReplicatePS.Emulator.Http;
using ReplicatePS.Emulator.Runs;

namespace ReplicatePS.Emulator.Webhooks;

/// <summary>Sends signed webhooks, and the last one of a run again until it arrives or a minute has passed.</summary>
internal sealed class WebhookSender : IDisposable
{
    // How long an attempt may take. It is real time: the receiver's clock does not run faster when the emulator's does.
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    // In emulated time; together a minute.
    private static readonly TimeSpan[] Pauses = Array.ConvertAll(new[] { 2, 4, 8, 16, 30 }, seconds => TimeSpan.FromSeconds(seconds));

    private readonly TimeProvider _clock;
    private readonly WebhookSecret _secret;
    private readonly Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> _send;
    private readonly Lazy<HttpClient> _client = new(() => new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }));

    public WebhookSender(EmulatorOptions options, TimeProvider clock, WebhookSecret secret)
    {
        _clock = clock;
        _secret = secret;
        _send = options.WebhookSender ?? ((request, cancellationToken) => _client.Value.SendAsync(request, cancellationToken));
    }

    /// <param name="address">Where to.</param>
    /// <param name="body">What to say.</param>
    /// <param name="retry">Whether to try again what does not arrive. All attempts have the same id.</param>
    /// <param name="cancellationToken">Ends the attempts.</param>
    public async Task SendAsync(string address, byte[] body, bool retry, CancellationToken cancellationToken)
    {
        string id = Identifiers.NewMessage();
        for (int attempt = 0; !await TryAsync(address, id, body, cancellationToken).ConfigureAwait(false); attempt++)
        {
            if (!retry || attempt == Pauses.Length)
            {
                return;
            }

            await _clock.Delay(Pauses[attempt], cancellationToken).ConfigureAwait(false);
        }
    }

    public void Dispose()
    {
        if (_client.IsValueCreated)
        {
            _client.Value.Dispose();
        }
    }

    private async Task<bool> TryAsync(string address, string id, byte[] body, CancellationToken cancellationToken)
    {
        using HttpRequestMessage request = Request(address, id, body);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Timeout);
        try
        {
            using HttpResponseMessage response = await _send(request, patience.Token).ConfigureAwait(false);
            return response.IsSuccessStatusCode;
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            // Whatever keeps a delivery from arriving, it has not arrived.
            return false;
        }
    }

    private HttpRequestMessage Request(string address, string id, byte[] body)
    {
        string timestamp = _clock.GetUtcNow().ToUnixTimeSeconds().ToString(Json.Invariant);
        var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.TryAddWithoutValidation("webhook-id", id);
        request.Headers.TryAddWithoutValidation("webhook-timestamp", timestamp);
        request.Headers.TryAddWithoutValidation("webhook-signature", _secret.Sign(id, timestamp, body));
        request.Headers.TryAddWithoutValidation("user-agent", "Webhooks/1.0 (emulator)");
        return request;
    }
}
