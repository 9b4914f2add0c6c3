using ReplicatePS.Emulator.Runs;

namespace ReplicatePS.Emulator.Webhooks;

/// <summary>Something that a webhook is called for.</summary>
/// <param name="Event">One of <see cref="WebhookEvent"/>.</param>
/// <param name="State">How the run stood when it happened.</param>
internal sealed record RunNews(string Event, RunState State);
