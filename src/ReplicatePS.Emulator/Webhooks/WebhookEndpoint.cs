using ReplicatePS.Emulator.Http;

namespace ReplicatePS.Emulator.Webhooks;

/// <summary>Tells the secret that webhooks are signed with.</summary>
internal sealed class WebhookEndpoint
{
    private readonly WebhookSecret _secret;

    public WebhookEndpoint(WebhookSecret secret)
    {
        _secret = secret;
    }

    public void MapTo(Router router) => router.Map("GET", "/webhooks/default/secret", _ => Json.WebResponse(200, writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("key", _secret.Text);
        writer.WriteEndObject();
    }));
}
