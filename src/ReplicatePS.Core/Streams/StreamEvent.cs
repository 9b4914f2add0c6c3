using System;
using System.Globalization;
using System.Text.Json;

namespace ReplicatePS.Core;

/// <summary>One event of a prediction's stream.</summary>
public sealed class StreamEvent
{
    // What the clock can tell.
    private const long LatestTime = 253402300799;

    internal StreamEvent(string name, string data, string? id = null)
    {
        Name = name;
        Data = data;
        Id = id;
    }

    /// <summary>One of <see cref="StreamEventName"/>, or a text that this version does not know.</summary>
    public string Name { get; }

    /// <summary>The text that came with it, as it is; that of outputs is not JSON.</summary>
    public string Data { get; }

    /// <summary>Its id in the stream; null when it had none, or when it was read from the prediction itself.</summary>
    public string? Id { get; }

    /// <summary>When it was sent, as ids of the form <c>seconds:count</c> tell; null when the id has another form.</summary>
    public DateTimeOffset? Time
    {
        get
        {
            int colon = Id?.IndexOf(':') ?? -1;
            return colon > 0
                && long.TryParse(Id!.Substring(0, colon), NumberStyles.None, CultureInfo.InvariantCulture, out long seconds)
                && seconds <= LatestTime
                    ? DateTimeOffset.FromUnixTimeSeconds(seconds)
                    : null;
        }
    }

    /// <summary>The sentence of an error, which comes as an object with a detail or as plain text.</summary>
    public string Detail => Member("detail") ?? Data;

    /// <summary>Why the stream is done before its time: <c>canceled</c>, <c>aborted</c>, <c>error</c>; null when all went well.</summary>
    public string? Reason => Member("reason");

    /// <inheritdoc/>
    public override string ToString() => Data;

    internal static StreamEvent Failure(string detail) => new(StreamEventName.Error, Told("detail", detail));

    internal static StreamEvent End(string? reason) => new(StreamEventName.Done, reason is null ? "{}" : Told("reason", reason));

    private static string Told(string name, string text) =>
        $"{{\"{name}\":{JsonSerializer.Serialize(text, Json.Writing)}}}";

    private string? Member(string name) =>
        Json.TryParse(Data, out JsonElement json) && json.ValueKind == JsonValueKind.Object ? json.Text(name) : null;
}
