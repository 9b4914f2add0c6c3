using System;
using System.Collections.Generic;
using System.Net;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Text;
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

    private readonly EmulatorClock _clock;
    private readonly WebhookSecret _secret;
    private readonly WebhookJournal _journal;
    private readonly Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> _send;
    private readonly Lazy<HttpClient> _client = new(() => new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }));

    public WebhookSender(EmulatorOptions options, EmulatorClock clock, WebhookSecret secret, WebhookJournal journal)
    {
        _clock = clock;
        _secret = secret;
        _journal = journal;
        _send = options.WebhookSender ?? ((request, cancellationToken) => WebhookAddress.IsForExamples(request.RequestUri!)
            ? Task.FromResult(new HttpResponseMessage(HttpStatusCode.BadGateway))
            : _client.Value.SendAsync(request, cancellationToken));
    }

    /// <param name="address">Where to.</param>
    /// <param name="body">What to say.</param>
    /// <param name="retry">Whether to try again what does not arrive. All attempts have the same id.</param>
    /// <param name="cancellationToken">Ends the attempts.</param>
    public async Task SendAsync(string address, byte[] body, bool retry, CancellationToken cancellationToken)
    {
        string id = Identifiers.NewMessage();
        DateTimeOffset time = _clock.GetUtcNow();
        for (int attempt = 0; !await TryAsync(address, id, body, cancellationToken).ConfigureAwait(false); attempt++)
        {
            if (!retry || attempt == Pauses.Length)
            {
                return;
            }

            time += Pauses[attempt];
            await _clock.WhenAsync(time, cancellationToken).ConfigureAwait(false);
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
        DateTimeOffset now = _clock.GetUtcNow();
        string timestamp = now.ToUnixTimeSeconds().ToString(Json.Invariant);
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
        {
            ["webhook-id"] = id,
            ["webhook-timestamp"] = timestamp,
            ["webhook-signature"] = _secret.Sign(id, timestamp, body),
            ["user-agent"] = "Webhooks/1.0 (emulator)",
        };
        int? status = await PostAsync(address, headers, body, cancellationToken).ConfigureAwait(false);
        _journal.Add(new WebhookAttempt(new Uri(address), headers, Encoding.UTF8.GetString(body), status, now));
        return status is >= 200 and <= 299;
    }

    /// <summary>Gives the status of the answer; null where none came.</summary>
    private async Task<int?> PostAsync(
        string address,
        IReadOnlyDictionary<string, string> headers,
        byte[] body,
        CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        foreach (KeyValuePair<string, string> header in headers)
        {
            request.Headers.TryAddWithoutValidation(header.Key, header.Value);
        }

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Timeout);
        try
        {
            using HttpResponseMessage response = await _send(request, patience.Token).ConfigureAwait(false);
            return (int)response.StatusCode;
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            // Whatever keeps a delivery from arriving, it has not arrived.
            return null;
        }
    }
}
