using System;
using ReplicatePS.Core;

namespace ReplicatePS;

/// <summary>Something that happened to a prediction while it ran.</summary>
public sealed class PredictionEvent
{
    private readonly StreamEvent _event;

    internal PredictionEvent(StreamEvent item, string predictionId)
    {
        _event = item;
        PredictionId = predictionId;
    }

    /// <summary><c>Output</c>, <c>Logs</c>, <c>Error</c> or <c>Done</c>; an event that this version does not know keeps the name that Replicate gave it.</summary>
    public string Event => _event.Name switch
    {
        StreamEventName.Output => "Output",
        StreamEventName.Logs => "Logs",
        StreamEventName.Error => "Error",
        StreamEventName.Done => "Done",
        { } other => other,
    };

    /// <summary>
    /// Of an output a piece of text or the URL of a file, of logs a part of the log, of an error its sentence; of the end
    /// nothing when all went well, else <c>canceled</c> or <c>error</c>.
    /// </summary>
    public string? Data => _event.Name switch
    {
        StreamEventName.Error => _event.Detail,
        StreamEventName.Done => _event.Reason,
        _ => _event.Data,
    };

    /// <summary>The id of the event; null when it was read from the prediction itself instead of its stream.</summary>
    public string? Id => _event.Id;

    /// <summary>When it happened, to the second, as far as the id tells it.</summary>
    public DateTimeOffset? Time => _event.Time;

    /// <summary>The id of the prediction.</summary>
    public string PredictionId { get; }

    /// <summary>The data, so that text stands for the object.</summary>
    /// <returns>The data.</returns>
    public override string ToString() => Data ?? string.Empty;
}
