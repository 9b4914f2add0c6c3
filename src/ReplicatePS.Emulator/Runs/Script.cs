using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ReplicatePS.Emulator.Runs;

/// <summary>What one run is going to do, settled when it is created. All else follows from the clock.</summary>
internal abstract class Script
{
    /// <summary>How long it stays in status starting.</summary>
    public TimeSpan Boot { get; init; }

    /// <summary>How long it works.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>Why it fails in the end; null if it succeeds.</summary>
    public string? Error { get; init; }

    /// <summary>The whole log after some time of working.</summary>
    public virtual string LogsAt(TimeSpan elapsed) => "";

    /// <summary>What its stream brings.</summary>
    public virtual StreamKind Stream => StreamKind.None;

    /// <summary>What its stream tells if it comes to its end, in the order of time; the ending itself not included.</summary>
    /// <param name="fileUrl">Gives the URL of a file by its name.</param>
    public virtual IEnumerable<Telling> Tell(Func<string, string> fileUrl) => Enumerable.Empty<Telling>();

    /// <summary>What there is of the output after some time of working; null for nothing yet.</summary>
    /// <param name="elapsed">How long it has worked.</param>
    /// <param name="complete">Whether it has succeeded.</param>
    /// <param name="fileUrl">Gives the URL of a file by its name.</param>
    public abstract JsonNode? OutputAt(TimeSpan elapsed, bool complete, Func<string, string> fileUrl);

    /// <summary>Adds what the model itself measures.</summary>
    public virtual void WriteMetrics(Utf8JsonWriter writer)
    {
    }

    /// <summary>A file of the output by its name; null if there is none.</summary>
    public virtual Artifact? File(string name) => null;
}
