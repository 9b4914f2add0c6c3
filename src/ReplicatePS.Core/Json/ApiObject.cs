using System.Text.Json;

namespace ReplicatePS.Core;

/// <summary>Something that the API sent: named members on top, all that came underneath.</summary>
public abstract class ApiObject
{
    private protected ApiObject(JsonElement json)
    {
        Json = json;
    }

    /// <summary>Everything that was sent, members that this version does not know included.</summary>
    public JsonElement Json { get; }

    /// <summary>What was sent and no member of this object reads, in the shape in which it came; null when there is nothing.</summary>
    public JsonElement? Others => Known.OthersOf(Json);

    private protected abstract KnownMembers Known { get; }

    /// <inheritdoc/>
    public override string ToString() => Json.ValueKind == JsonValueKind.Undefined ? string.Empty : Json.GetRawText();
}
