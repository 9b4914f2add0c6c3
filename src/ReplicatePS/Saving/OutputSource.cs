using System;
using System.Collections;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using ReplicatePS.Core;

namespace ReplicatePS.Saving;

/// <summary>What holds the files that a user wants to have saved. Users' objects are read when it is made, on the pipeline thread.</summary>
internal sealed class OutputSource
{
    private const int Deepest = 100;

    private readonly object _given;
    private readonly NameTemplate? _template;
    private readonly Dictionary<string, object?> _values = new(StringComparer.OrdinalIgnoreCase);

    // Whose files of outputs stand in what was given.
    private readonly HashSet<string?> _makers = new();

    private OutputSource(object given, NameTemplate? template)
    {
        _given = given;
        _template = template;
    }

    /// <summary>The prediction or training that made the files; null when that is not known.</summary>
    public string? Id { get; private set; }

    public string? Model { get; private set; }

    public bool IsTraining { get; private set; }

    /// <summary>The row of a job that made the files, whose journal is told of them.</summary>
    public JobRow? JobRow { get; private set; }

    /// <summary>The files; null as long as they must be asked for.</summary>
    public IReadOnlyList<OutputLink>? Links { get; private set; }

    /// <summary>What the tokens of a name stand for.</summary>
    public IReadOnlyDictionary<string, object?> Values => _values;

    public static OutputSource Of(object given, NameTemplate? template)
    {
        OutputSource source = new(given is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : given, template);
        source.Read(PSObject.AsPSObject(given));
        return source;
    }

    /// <summary>Asks Replicate for the files, where only an id is known.</summary>
    public async Task<IReadOnlyList<OutputLink>> FindAsync(ReplicateClient client, CancellationToken cancellation)
    {
        if (Links is null)
        {
            Core.Run run = IsTraining
                ? await client.Trainings.GetAsync(Id!, cancellation).ConfigureAwait(false)
                : await client.Predictions.GetAsync(Id!, cancellation).ConfigureAwait(false);
            Take(run);
        }

        return Links!;
    }

    private void Read(PSObject given)
    {
        switch (_given)
        {
            case ReplicateRun run:
                TakeValues(given);
                Take(run.Wire);
                JobRow = run.JobRow;
                break;
            case OutputFile file:
                (Id, Model, Links, JobRow) = (file.PredictionId, file.Model, new[] { file.Link }, file.JobRow);
                TakeValues(given, file.Input);
                break;
            case string or Uri:
                string text = _given.ToString();
                bool isUrl = text.Contains(":");
                (Id, Links) = (isUrl ? null : text, isUrl ? new[] { OutputLink.Of(text) } : null);
                break;
            case ReplicateFile uploaded:
                Links = new[] { OutputLink.Of(uploaded.ToString()) };
                break;
            default:
                ReadObject(given);
                break;
        }
    }

    /// <summary>What came from JSON, from a job or from a file: a run, a file of an output, or something that holds links.</summary>
    private void ReadObject(PSObject given)
    {
        TakeValues(given);
        string? id = TextOf(given, "Id");
        Model = TextOf(given, "Model");
        if (id is not null && given.Properties["Status"] is not null)
        {
            IReadOnlyList<OutputLink> found = LinksIn(given.Properties["Output"]?.Value);
            IsTraining = given.Properties["Destination"] is not null || given.TypeNames.Any(name => name.EndsWith("ReplicatePS.Training", StringComparison.Ordinal));
            (Id, Links) = (id, found.Count > 0 ? found : null);
            return;
        }

        if (TextOf(given, "PredictionId") is { } maker && TextOf(given, "Url") is { } url && OutputLink.IsLink(url))
        {
            int index = int.TryParse(TextOf(given, "Index"), out int place) ? place : 0;
            (Id, Links) = (maker, new[] { OutputLink.Of(url, index) });
            return;
        }

        IReadOnlyList<OutputLink> links = LinksIn(given);
        if (links.Count == 0 && id is null)
        {
            throw ReplicateException.Invalid($"'{given}' holds no URL of a file.");
        }

        (Id, Links) = links.Count == 0 ? (id, null) : _makers.Count == 1 ? (_makers.Single(), links) : (null, links);
    }

    private void Take(Core.Run run)
    {
        (Id, Model, IsTraining) = (run.Id, run.Model, run is Core.Training);
        IReadOnlyList<OutputLink> links = OutputLink.In(run.Output);
        Links = links.Count > 0 ? links : throw Explain(run);
        if (_template is not null && PowerShellJson.ToObject(run.Input) is PSObject input)
        {
            TakeFrom(input);
        }
    }

    private void TakeValues(PSObject given, object? input = null)
    {
        if (_template is not null)
        {
            // What was put on the object itself comes first, then its inputs, then the record that it was made of.
            TakeFrom(given);
            TakeFrom(input ?? given.Properties["Input"]?.Value);
            TakeFrom(given.Properties["InputObject"]?.Value);
            TakeFrom(given.Properties["Row"]?.Value);
        }
    }

    private void TakeFrom(object? holder)
    {
        foreach (string name in holder is null ? Array.Empty<string>() : _template!.Wanted)
        {
            object? value = (holder is PSObject wrapped ? wrapped.BaseObject : holder) is IDictionary pairs
                ? pairs.Keys.Cast<object>().Where(key => string.Equals(key.ToString(), name, StringComparison.OrdinalIgnoreCase)).Select(key => pairs[key]).FirstOrDefault()
                : PSObject.AsPSObject(holder).Properties[name]?.Value;
            value = value is PSObject { BaseObject: not PSCustomObject } inner ? inner.BaseObject : value;
            if (value is not null && !_values.ContainsKey(name))
            {
                _values.Add(name, value);
            }
        }
    }

    private static string? TextOf(PSObject given, string name) => given.Properties[name]?.Value?.ToString() is { Length: > 0 } text ? text : null;

    private IReadOnlyList<OutputLink> LinksIn(object? value)
    {
        List<OutputLink> found = new();
        Collect(value, found, 0);
        return found;
    }

    private void Collect(object? value, List<OutputLink> found, int depth)
    {
        if (depth > Deepest)
        {
            throw ReplicateException.Invalid($"What was given is nested more than {Deepest} deep, or contains itself.");
        }

        switch (value is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : value)
        {
            case OutputFile file:
                found.Add(file.Link);
                _makers.Add(file.PredictionId);
                break;
            case string or Uri:
                string text = value!.ToString();
                if (OutputLink.IsLink(text))
                {
                    found.Add(OutputLink.Of(text, found.Count));
                }

                break;
            case IDictionary pairs:
                Each(pairs.Values);
                break;
            case IEnumerable items and not byte[]:
                Each(items);
                break;
            case PSObject made:
                Each(made.Properties.Where(member => member.MemberType is PSMemberTypes.NoteProperty or PSMemberTypes.Property).Select(member => member.Value));
                break;
        }

        void Each(IEnumerable items)
        {
            foreach (object? item in items)
            {
                Collect(item, found, depth + 1);
            }
        }
    }

    private static ReplicateException Explain(Core.Run run)
    {
        string noun = run is Core.Training ? "training" : "prediction";
        return run is Core.Prediction { DataRemoved: true } ? new ReplicateException(
                ErrorKind.NotFound, $"The output of the prediction {run.Id} is gone. Replicate removes outputs an hour after they were made.") { Id = run.Id }
            : run.HasEnded ? ReplicateException.Invalid(
                $"The output of the {noun} {run.Id} holds no files: it {(run.Output is null ? "is empty" : "can be read from its property Output")}.")
            : ReplicateException.Invalid(
                $"The {noun} {run.Id} has no files yet: it is {run.Status}. Wait-Replicate{(run is Core.Training ? "Training" : "Prediction")} {run.Id} waits for its end.");
    }
}
