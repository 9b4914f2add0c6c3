using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Text;
using System.Text.Json;
using System.Threading;
using System.Threading.Channels;
using System.Threading.Tasks;

namespace ReplicatePS.Emulator.Tests;

/// <summary>Takes in webhooks and answers them as it is told, with status 204 after that.</summary>
internal sealed class WebhookReceiver
{
    private readonly Channel<Delivery> _arrived = Channel.CreateUnbounded<Delivery>();
    private readonly Queue<int> _statuses;

    /// <param name="statuses">What it answers first; 0 loses the connection.</param>
    public WebhookReceiver(params int[] statuses)
    {
        _statuses = new Queue<int>(statuses);
    }

    public async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var headers = request.Headers.Concat(request.Content!.Headers).ToDictionary(h => h.Key.ToLowerInvariant(), h => string.Join(" ", h.Value));
        byte[] body = await request.Content.ReadAsByteArrayAsync(cancellationToken);
        await _arrived.Writer.WriteAsync(new Delivery(request.RequestUri!.ToString(), headers, body), cancellationToken);
        int status = _statuses.TryDequeue(out int next) ? next : 204;
        return status == 0 ? throw new HttpRequestException("lost") : new HttpResponseMessage((HttpStatusCode)status);
    }

    public async Task<Delivery> NextAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        return await _arrived.Reader.ReadAsync(patience.Token);
    }

    /// <summary>All that arrives up to the one that tells the end.</summary>
    public async Task<IReadOnlyList<Delivery>> UntilEndAsync()
    {
        var all = new List<Delivery> { await NextAsync() };
        while (!all[^1].Has("completed_at"))
        {
            all.Add(await NextAsync());
        }

        return all;
    }

    /// <summary>A webhook as it came over the wire.</summary>
    internal sealed record Delivery(string Url, IReadOnlyDictionary<string, string> Headers, byte[] Body)
    {
        public JsonElement Json => JsonDocument.Parse(Body).RootElement;

        public string[] Keys => Json.EnumerateObject().Select(member => member.Name).ToArray();

        public string Status => Json.GetProperty("status").GetString()!;

        public string Logs => Json.GetProperty("logs").GetString()!;

        public JsonElement Output => Json.GetProperty("output");

        public string Text => Encoding.UTF8.GetString(Body);

        public string Id => Headers["webhook-id"];

        public long Time => long.Parse(Headers["webhook-timestamp"], System.Globalization.CultureInfo.InvariantCulture);

        public bool Has(string name) => Json.TryGetProperty(name, out _);
    }
}
