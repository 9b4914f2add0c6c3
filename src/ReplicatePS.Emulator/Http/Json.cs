using System;
using System.Globalization;
using System.IO;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;

namespace ReplicatePS.Emulator.Http;

/// <summary>How the two services behind the API spell JSON.</summary>
internal static class Json
{
    public static readonly CultureInfo Invariant = CultureInfo.InvariantCulture;

    /// <summary>The prediction service escapes what HTML would read.</summary>
    public static readonly JsonWriterOptions Edge = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All), SkipValidation = true };

    /// <summary>The web service writes text as it is.</summary>
    public static readonly JsonWriterOptions Web = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    public static string Text(JsonNode node, JsonWriterOptions options)
    {
        using MemoryStream body = Write(options, writer => node.WriteTo(writer));
        return Encoding.UTF8.GetString(body.GetBuffer(), 0, (int)body.Length);
    }

    public static EmulatorResponse EdgeResponse(int status, Action<Utf8JsonWriter> write)
    {
        MemoryStream body = Write(Edge, write);
        body.Position = body.Length;
        body.WriteByte((byte)'\n');
        return Respond(status, "application/json; charset=utf-8", body);
    }

    public static EmulatorResponse WebResponse(int status, Action<Utf8JsonWriter> write) =>
        Respond(status, "application/json", Write(Web, write));

    /// <summary>Times with a fixed number of fractional digits.</summary>
    public static string Time(DateTimeOffset time, int digits) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss." + new string('f', digits) + "'Z'", Invariant);

    /// <summary>Times with as many fractional digits as they need.</summary>
    public static string TrimmedTime(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", Invariant);

    /// <summary>Writes a value, or null for none.</summary>
    public static void WriteNode(this Utf8JsonWriter writer, string name, JsonNode? node)
    {
        writer.WritePropertyName(name);
        if (node is null)
        {
            writer.WriteNullValue();
        }
        else
        {
            node.WriteTo(writer);
        }
    }

    private static EmulatorResponse Respond(int status, string contentType, MemoryStream body)
    {
        body.Position = 0;
        return new EmulatorResponse(status, contentType, body, body.Length);
    }

    private static MemoryStream Write(JsonWriterOptions options, Action<Utf8JsonWriter> write)
    {
        var body = new MemoryStream(1024);
        using (var writer = new Utf8JsonWriter(body, options))
        {
            write(writer);
        }

        body.Position = 0;
        return body;
    }
}
