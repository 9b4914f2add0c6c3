using System.Text.Json;
using ReplicatePS.Emulator.Http;

namespace ReplicatePS.Emulator.Accounts;

/// <summary>Who the token belongs to.</summary>
internal sealed class AccountEndpoint
{
    private readonly EmulatorOptions _options;

    public AccountEndpoint(EmulatorOptions options)
    {
        _options = options;
    }

    public void MapTo(Router router) =>
        router.Map("GET", "/account", exchange => Json.WebResponse(200, writer => Write(writer, exchange.Origin)));

    public void Write(Utf8JsonWriter writer, Origin origin)
    {
        writer.WriteStartObject();
        writer.WriteString("type", "user");
        writer.WriteString("username", _options.Username);
        writer.WriteString("name", _options.Username + " (emulated)");
        writer.WriteString("avatar_url", $"{origin.Site}/{_options.Username}/avatar.png");
        writer.WriteEndObject();
    }
}
