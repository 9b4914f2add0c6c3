using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;

namespace ReplicatePS.Core;

/// <summary>
/// What of a prediction has been passed on, so that the prediction itself can be asked for the rest: when its stream is cut for
/// good, and when it has none.
/// </summary>
internal sealed class EmittedOutput
{
    private static readonly char[] LineEnds = { '\n', '\r' };

    private TextPrint _output;
    private int _pieces;
    private bool _areLinks = true;
    private long _logLength;
    private bool _hasError;

    /// <summary>An event was passed on.</summary>
    public void Note(StreamEvent item)
    {
        switch (item.Name)
        {
            case StreamEventName.Output:
                _output.Add(item.Data);
                _pieces++;
                _areLinks = _areLinks && (item.Data.StartsWith("http", StringComparison.Ordinal) || item.Data.StartsWith("data:", StringComparison.Ordinal));
                break;
            case StreamEventName.Logs:
                _logLength += item.Data.Count(c => !LineEnds.Contains(c));
                break;
            case StreamEventName.Error:
                _hasError = true;
                break;
        }
    }

    /// <summary>Whether a prediction has output that was not passed on.</summary>
    public bool IsBehind(Prediction prediction) => NewOutput(prediction).Count > 0;

    /// <summary>What a prediction has that was not passed on, as the events that a stream would send.</summary>
    /// <exception cref="ReplicateException">It has succeeded with another output than the stream had begun to tell.</exception>
    public IReadOnlyList<StreamEvent> NewIn(Prediction prediction)
    {
        List<StreamEvent> events = new();
        events.AddRange(NewLogs(prediction).Select(line => new StreamEvent(StreamEventName.Logs, line)));
        events.AddRange(NewOutput(prediction).Select(piece => new StreamEvent(StreamEventName.Output, piece)));
        if (prediction.HasEnded)
        {
            if (prediction.Status == RunStatus.Failed && !_hasError)
            {
                events.Add(StreamEvent.Failure(prediction.Error ?? "The prediction failed and gave no reason."));
            }

            events.Add(StreamEvent.End(prediction.Status switch
            {
                RunStatus.Succeeded => null,
                RunStatus.Failed => "error",
                { } reason => reason,
            }));
        }

        return events;
    }

    private List<string> NewOutput(Prediction prediction)
    {
        IReadOnlyList<string> pieces = PiecesOf(prediction);
        TextPrint same = default;
        List<string> rest = new();
        foreach (string piece in pieces)
        {
            int known = (int)Math.Min(_output.Length - same.Length, piece.Length);
            same.Add(piece, known);
            rest.Add(piece.Substring(known));
        }

        if (same.Length == _output.Length && same.Value == _output.Value)
        {
            return rest.Where(piece => piece.Length > 0).ToList();
        }

        // A file may have one address in the stream and another in the output.
        if (_areLinks && pieces.Count > 0)
        {
            return pieces.Skip(_pieces).ToList();
        }

        return prediction.Status != RunStatus.Succeeded ? new List<string>() : throw new ReplicateException(
            ErrorKind.ConnectionFailed,
            $"The stream of the prediction {prediction.Id} was cut, and what it had told is not how the output begins{(prediction.DataRemoved ? ", which has been removed by now" : string.Empty)}. The rest is not known.")
        {
            Id = prediction.Id,
        };
    }

    private static IReadOnlyList<string> PiecesOf(Prediction prediction) => prediction.Output switch
    {
        null => Array.Empty<string>(),
        { ValueKind: JsonValueKind.Array } list => list.EnumerateArray().Select(TextOf).ToArray(),
        { ValueKind: JsonValueKind.String } text => new[] { TextOf(text) },

        // Anything else does not grow at its end, and is told when it is complete.
        { } other => prediction.HasEnded ? new[] { TextOf(other) } : Array.Empty<string>(),
    };

    private static string TextOf(JsonElement value) =>
        value.ValueKind == JsonValueKind.String ? SafeText.Of(value) : value.GetRawText();

    /// <summary>The lines of the log that have come since; the last one when it is complete.</summary>
    private IReadOnlyList<string> NewLogs(Prediction prediction)
    {
        string logs = prediction.Logs ?? string.Empty;
        int at = 0;
        for (long known = 0; at < logs.Length && known < _logLength; at++)
        {
            known += LineEnds.Contains(logs[at]) ? 0 : 1;
        }

        int end = prediction.HasEnded ? logs.Length : logs.LastIndexOfAny(LineEnds) + 1;
        return end > at ? logs.Substring(at, end - at).Split(LineEnds, StringSplitOptions.RemoveEmptyEntries) : Array.Empty<string>();
    }
}
