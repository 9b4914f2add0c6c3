namespace ReplicatePS.Emulator.Webhooks;

/// <summary>What a webhook can be called for.</summary>
internal static class WebhookEvent
{
    public const string Start = "start";
    public const string Output = "output";
    public const string Logs = "logs";
    public const string Completed = "completed";
}
