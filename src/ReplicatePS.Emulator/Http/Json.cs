using System;
using System.Globalization;
using System.IO;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ReplicatePS.Emulator.Http;

/// <summary>How the two services behind the API spell JSON.</summary>
internal static class Json
{
    public static readonly CultureInfo Invariant = CultureInfo.InvariantCulture;

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>As the web service writes it: text as it is.</summary>
    public static string WebText(JsonNode node) => Text(Write(writer => node.WriteTo(writer)));

    /// <summary>As the prediction service writes it: with what HTML would read escaped, and a newline at the end.</summary>
    public static string EdgeText(JsonNode node) => Text(Escaped(Write(writer => node.WriteTo(writer))));

    public static EmulatorResponse EdgeResponse(int status, Action<Utf8JsonWriter> write) =>
        Respond(status, "application/json; charset=utf-8", Escaped(Write(write)));

    public static EmulatorResponse WebResponse(int status, Action<Utf8JsonWriter> write) =>
        Respond(status, "application/json", Write(write));

    /// <summary>As the prediction service writes what it sends by itself: escaped, without a newline.</summary>
    public static byte[] EdgeBytes(Action<Utf8JsonWriter> write)
    {
        byte[] bytes = Escaped(Write(write)).ToArray();
        Array.Resize(ref bytes, bytes.Length - 1);
        return bytes;
    }

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

    private static string Text(MemoryStream body) => Encoding.UTF8.GetString(body.GetBuffer(), 0, (int)body.Length);

    private static MemoryStream Write(Action<Utf8JsonWriter> write)
    {
        var body = new MemoryStream(1024);
        using (var writer = new Utf8JsonWriter(body, Options))
        {
            write(writer);
        }

        return body;
    }

    /// <summary>These characters stand in strings only, so that the bytes can be replaced without reading the JSON.</summary>
    private static MemoryStream Escaped(MemoryStream body)
    {
        var escaped = new MemoryStream((int)body.Length + 256);
        byte[] bytes = body.GetBuffer();
        int start = 0;
        for (int i = 0; i < body.Length; i++)
        {
            if (bytes[i] is (byte)'<' or (byte)'>' or (byte)'&')
            {
                escaped.Write(bytes, start, i - start);
                byte[] code = Encoding.ASCII.GetBytes("\\u00" + bytes[i].ToString("x2", Invariant));
                escaped.Write(code, 0, code.Length);
                start = i + 1;
            }
        }

        escaped.Write(bytes, start, (int)body.Length - start);
        escaped.WriteByte((byte)'\n');
        return escaped;
    }
}
