using System;
using System.Threading;
using System.Threading.Tasks;
using ReplicatePS.Emulator.Http;
using ReplicatePS.Emulator.Runs;

namespace ReplicatePS.Emulator.Webhooks;

/// <summary>Follows runs that have a webhook, and calls it for what happens to them.</summary>
internal sealed class WebhookCourier : IDisposable
{
    private readonly EmulatorClock _clock;
    private readonly RunWriter _writer;
    private readonly WebhookSender _sender;
    private readonly CancellationTokenSource _stop = new();

    public WebhookCourier(EmulatorClock clock, RunWriter writer, WebhookSender sender)
    {
        _clock = clock;
        _writer = writer;
        _sender = sender;
    }

    /// <summary>Begins to follow a run, if it has a webhook.</summary>
    /// <param name="run">The run.</param>
    /// <param name="origin">What the URLs in the messages are built from.</param>
    public void Follow(Run run, Origin origin)
    {
        if (run.Webhook is not null)
        {
            _ = Task.Run(() => FollowAsync(run, origin));
        }
    }

    public void Dispose()
    {
        _stop.Cancel();
        _sender.Dispose();
    }

    private async Task FollowAsync(Run run, Origin origin)
    {
        var watch = new RunWatch(run, _clock);
        try
        {
            // One after the other, so that they arrive in the order in which things happened.
            while (await watch.NextAsync(_stop.Token).ConfigureAwait(false) is { } news)
            {
                byte[] body = _writer.Webhook(run, news.State, news.Event == WebhookEvent.Completed, origin);
                await _sender.SendAsync(run.Webhook!, body, news.Event == WebhookEvent.Completed, _stop.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // The emulator has been disposed, and nobody waits for the rest.
        }
    }
}
