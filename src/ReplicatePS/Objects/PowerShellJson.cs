using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Net;
using System.Reflection;
using System.Security;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using ReplicatePS.Core;

namespace ReplicatePS;

/// <summary>Between JSON and what PowerShell users have: hashtables, objects, arrays, text, numbers.</summary>
internal static class PowerShellJson
{
    private const int Deepest = 100;

    // Text beyond ASCII stays as it is.
    private static readonly JsonSerializerOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly MethodInfo JsonText = typeof(Formatting.Cell).GetMethod(nameof(Formatting.Cell.Json))!;

    /// <summary>JSON as PowerShell objects: PSObject, array, string, long, double, bool or null.</summary>
    /// <param name="json">The JSON.</param>
    /// <param name="ofText">What stands for a text; the text itself where this is left out.</param>
    public static object? ToObject(JsonElement? json, Func<string, object?>? ofText = null)
    {
        switch (json?.ValueKind)
        {
            case JsonValueKind.Object:
                PSObject made = new();
                foreach (JsonProperty member in json.Value.EnumerateObject())
                {
                    // A member that comes twice counts as it does in other readers: the last one wins. A property needs a name.
                    string name = SafeText.NameOf(member) is { Length: > 0 } given ? given : "_";
                    if (made.Properties[name] is { } there)
                    {
                        made.Properties.Remove(there.Name);
                    }

                    made.Properties.Add(new PSNoteProperty(name, ToObject(member.Value, ofText)));
                }

                return made;
            case JsonValueKind.Array:
                return json.Value.EnumerateArray().Select(item => ToObject(item, ofText)).ToArray();
            case JsonValueKind.String:
                string text = SafeText.Of(json.Value);
                return ofText is null ? text : ofText(text);
            case JsonValueKind.Number:
                return json.Value.TryGetInt64(out long whole) ? (object)whole : json.Value.GetDouble();
            case JsonValueKind.True:
                return true;
            case JsonValueKind.False:
                return false;
            default:
                return null;
        }
    }

    /// <summary>
    /// JSON as the value of a property. It is text where only text has room, as in Export-Csv: an object is JSON there, and a list
    /// is its items, where PowerShell would put little more than the names of types.
    /// </summary>
    public static object? ToCell(JsonElement? json) => ToCell(ToObject(json));

    /// <summary>A list as the value of a property, or what ToObject has made.</summary>
    public static object? ToCell(object? value)
    {
        switch (value)
        {
            case PSObject made:
                made.Methods.Add(new PSCodeMethod("ToString", JsonText));
                return made;
#if !NET472
            // Windows PowerShell would make an object with the list in it of that in ConvertTo-Json.
            case Array:
                return PSObject.AsPSObject(value);
#endif
            default:
                return value;
        }
    }

    /// <summary>What a user gives as an input, as a JSON object. Files in it are gathered, to be uploaded; without a collection they stay what they are.</summary>
    /// <exception cref="ReplicateException">It is no object, or JSON text that does not parse.</exception>
    public static JsonObject ToInput(object? value, ICollection<InputFile>? files) => Unwrap(value) switch
    {
        null => new JsonObject(),
        string text => Parse(text),
        { } given => ToNode(given, files, 0) as JsonObject
            ?? throw ReplicateException.Invalid($"The input is {Describe(given)}. Give a hashtable, an object or the text of a JSON object."),
    };

    /// <summary>The JSON text of what was made of JSON.</summary>
    public static string ToText(PSObject made) => ToInput(made, new List<InputFile>()).ToJsonString(Writing);

    private static JsonObject Parse(string text)
    {
        try
        {
            JsonObject parsed = JsonNode.Parse(text) as JsonObject
                ?? throw ReplicateException.Invalid($"The input is JSON, but not an object: {Shortened(text)}");

            // Only when it is counted does it find a name that stands in it twice.
            _ = parsed.Count;
            return parsed;
        }
        catch (ArgumentException)
        {
            throw ReplicateException.Invalid($"The input has a name in it twice: {Shortened(text)}");
        }
        catch (JsonException fault)
        {
            throw ReplicateException.Invalid(
                $"The input is not JSON: {Shortened(text)} (line {fault.LineNumber + 1}, column {fault.BytePositionInLine + 1}). Give a hashtable such as @{{ prompt = 'a lighthouse' }}, an object or JSON.");
        }
    }

    private static JsonNode? ToNode(object? value, ICollection<InputFile>? files, int depth)
    {
        if (depth > Deepest)
        {
            throw ReplicateException.Invalid($"The input is nested more than {Deepest} deep, or contains itself.");
        }

        switch (Unwrap(value))
        {
            case null:
                return null;
            case string text:
                return text;
            case bool flag:
                return flag;
            case SwitchParameter flag:
                return flag.ToBool();
            case char or Guid or TimeSpan or Version or Enum:
                return value!.ToString();
            case DateTime time:
                return time.ToString("o", CultureInfo.InvariantCulture);
            case DateTimeOffset time:
                return time.ToString("o", CultureInfo.InvariantCulture);
            case Uri uri:
                return uri.OriginalString;
            case byte or sbyte or short or ushort or int or uint or long:
                return Convert.ToInt64(Unwrap(value), CultureInfo.InvariantCulture);
            case ulong number:
                return number;
            case decimal number:
                return number;
            case float number:
                return Finite(double.Parse(number.ToString("R", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture));
            case double number:
                return Finite(number);
            case System.Numerics.BigInteger number:
                return JsonNode.Parse(number.ToString(CultureInfo.InvariantCulture));
            case ReplicateFile file:
                return file.Url;
            case OutputFile file:
                return file.Url;
            case FileInfo file:
                return Placeholder(file, files);
            case byte[] bytes when files is not null:
                return Placeholder("bytes", InputContent.Of(bytes), files);
            case Stream stream when files is not null:
                return Placeholder("a stream", InputContent.Of(stream), files);
            case SecureString secret:
                return new NetworkCredential(string.Empty, secret).Password;
            case DirectoryInfo folder:
                throw ReplicateException.Invalid($"The input names the folder '{folder.FullName}'. Give a file; Compress-Archive makes one of a folder.");
            case JsonNode node:
                return node.DeepClone();
            case IDictionary pairs:
                return FromPairs(pairs.Keys.Cast<object>().Select(key => (key.ToString()!, (object?)pairs[key])), files, depth);
            case IEnumerable items:
                return new JsonArray(items.Cast<object?>().Select(item => ToNode(item, files, depth + 1)).ToArray());
            default:
                return FromPairs(PSObject.AsPSObject(value).Properties.Where(IsData).Select(member => (member.Name, (object?)member.Value)), files, depth);
        }
    }

    private static JsonObject FromPairs(IEnumerable<(string Name, object? Value)> pairs, ICollection<InputFile>? files, int depth)
    {
        JsonObject made = new();
        foreach ((string name, object? value) in pairs)
        {
            made[name] = ToNode(value, files, depth + 1);
        }

        return made;
    }

    private static JsonNode Placeholder(FileInfo file, ICollection<InputFile>? files)
    {
        if (!file.Exists)
        {
            throw ReplicateException.Invalid($"There is no file '{file.FullName}', which the input names.");
        }

        return Placeholder(file.FullName, files is null ? null : InputContent.Of(file), files);
    }

    private static JsonNode Placeholder(string shown, InputContent? content, ICollection<InputFile>? files)
    {
        JsonNode node = JsonValue.Create(shown)!;
        if (content is not null)
        {
            files?.Add(new InputFile(node, content));
        }

        return node;
    }

    private static double Finite(double number) => double.IsNaN(number) || double.IsInfinity(number)
        ? throw ReplicateException.Invalid("The input holds a number that is not finite, which JSON cannot carry.")
        : number;

    private static bool IsData(PSPropertyInfo member) => member.MemberType is PSMemberTypes.NoteProperty or PSMemberTypes.Property;

    private static object? Unwrap(object? value) => value is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : value;

    private static string Describe(object value) => value is IEnumerable ? "a list" : $"of type {value.GetType().Name}";

    private static string Shortened(string text) => text.Length > 60 ? $"'{text.Substring(0, 60)}...'" : $"'{text}'";
}
