using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ReplicatePS.Core;

/// <summary>What a journal knows of one row of a job.</summary>
public sealed class JournalRow
{
    private readonly List<string> _ids = new();
    private readonly List<string> _files = new();
    private readonly ConcurrentDictionary<string, string> _filesByUrl = new();

    internal JournalRow(string key)
    {
        Key = key;
    }

    /// <summary>What tells the row from all others: made of its target, its inputs, and which of several equal rows it is.</summary>
    public string Key { get; }

    /// <summary>Its place among the rows of the pipeline that ran it last, from 1.</summary>
    public long Number { get; private set; }

    /// <summary>What it runs: a model, version, deployment or trainer, as the user named it.</summary>
    public string? Target { get; private set; }

    /// <summary>One of <see cref="JournalState"/>, or the status in which it ended.</summary>
    public string State { get; private set; } = JournalState.Intended;

    /// <summary>The id of the newest try; null while it is not known.</summary>
    public string? Id { get; private set; }

    /// <summary>The ids of all tries, as each may have cost money.</summary>
    public IReadOnlyList<string> Ids => _ids;

    /// <summary>When the newest try was about to be sent, by this machine's clock.</summary>
    public DateTimeOffset? IntendedAt { get; private set; }

    /// <summary>The hash of the inputs of the newest try, as they were sent.</summary>
    public string? InputHash { get; private set; }

    /// <summary>When the newest try ended, as Replicate says.</summary>
    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>The seconds of compute of all tries together.</summary>
    public double Seconds { get; private set; }

    /// <summary>What Replicate said of the run when it ended, but for inputs and log; null before, and for a row that this process has run.</summary>
    public JsonElement? Run { get; private set; }

    /// <summary>The prediction as it ended, without its log.</summary>
    /// <param name="input">Its inputs, which no journal has.</param>
    /// <returns>Null where <see cref="Run"/> is.</returns>
    public Prediction? ToPrediction(JsonElement input)
    {
        if (Run is not { } run)
        {
            return null;
        }

        JsonObject whole = JsonObject.Create(run)!;
        whole["input"] = JsonObject.Create(input);
        return new Prediction(JsonSerializer.SerializeToElement(whole));
    }

    /// <summary>The output, where <see cref="Run"/> is known and has one.</summary>
    public JsonElement? Output => Run?.Member("output");

    /// <summary>Why it failed or was refused.</summary>
    public string? Error { get; private set; }

    /// <summary>The files that were saved of it, whole paths.</summary>
    public IReadOnlyList<string> Files
    {
        get
        {
            lock (_files)
            {
                return _files.ToArray();
            }
        }
    }

    /// <summary>The file that was saved of a URL in the output.</summary>
    /// <param name="url">The URL.</param>
    /// <returns>The whole path; null when none was saved.</returns>
    public string? FileOf(string url) => _filesByUrl.TryGetValue(url, out string? path) ? path : null;

    /// <summary>Whether it may have been created although no id is known.</summary>
    public bool IsOpen => State == JournalState.Intended;

    /// <summary>Takes a line in.</summary>
    /// <param name="line">The line.</param>
    /// <param name="keepsResult">Whether the result is wanted again: that of a run under way is handed on at once.</param>
    internal void Apply(JsonElement line, bool keepsResult)
    {
        switch (line.Text("is"))
        {
            case JournalState.Intended:
                State = JournalState.Intended;
                Number = line.Integer("number") ?? Number;
                Target = line.Text("target") ?? Target;
                InputHash = line.Text("inputHash");
                IntendedAt = line.Time("at");
                Id = null;
                Error = null;
                Run = null;
                EndedAt = null;
                break;
            case JournalState.Created when line.Text("id") is { } id:
                State = JournalState.Created;
                Id = id;
                _ids.Add(id);
                break;
            case JournalState.Refused:
                State = JournalState.Refused;
                Error = line.Text("error");
                break;
            case JournalLine.Ended when line.Member("run") is { } run:
                State = run.Text("status") ?? State;
                Run = keepsResult ? run.Clone() : null;
                EndedAt = run.Time("completed_at") ?? line.Time("at");
                Seconds += run.Member("metrics")?.Number("predict_time") ?? 0;
                Error = run.Text("error") is { Length: > 0 } error ? error : null;
                break;
            case JournalLine.Saved when line.Text("path") is { } path:
                lock (_files)
                {
                    if (!_files.Contains(path))
                    {
                        _files.Add(path);
                    }
                }

                if (line.Text("url") is { } url)
                {
                    _filesByUrl[url] = path;
                }

                break;
        }
    }
}
