using System.Collections;
using System.Linq;
using System.Management.Automation;
using System.Text;
using System.Text.Json.Nodes;

namespace ReplicatePS;

/// <summary>Reads the body of a request from what a user has: bytes and text as they are, anything else as JSON.</summary>
internal static class BodyReader
{
    public static byte[] Read(object body) => (body is PSObject wrapped && wrapped.BaseObject is not PSCustomObject ? wrapped.BaseObject : body) switch
    {
        byte[] bytes => bytes,
        string text => Encoding.UTF8.GetBytes(text),
        object[] several when several.Length > 0 && several.All(one => one is byte || (one is PSObject item && item.BaseObject is byte)) =>
            several.Select(one => LanguagePrimitives.ConvertTo<byte>(one)).ToArray(),
        IList several => Encoding.UTF8.GetBytes(new JsonArray(several.Cast<object?>().Select(Node).ToArray()).ToJsonString()),
        { } given => Encoding.UTF8.GetBytes(PowerShellJson.ToInput(given, null).ToJsonString()),
    };

    // Lists and numbers are no inputs of their own; as a member of one they are read the same way.
    private static JsonNode? Node(object? value) =>
        PowerShellJson.ToInput(new Hashtable { ["value"] = value }, null)["value"]?.DeepClone();
}
