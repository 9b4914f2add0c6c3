using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using ReplicatePS.Core;
using ReplicatePS.Pipeline;

namespace ReplicatePS;

/// <summary>Reads what users give as input of one run. The files in it get links, the same file once for the whole pipeline.</summary>
internal sealed class InputReader
{
    private readonly InputUploads _uploads;
    private InputPaths? _paths;
    private readonly List<InputFile> _files = new();
    private readonly InputSecrets _secrets = new();

    public InputReader()
        : this(new InputUploads(), null)
    {
    }

    private InputReader(InputUploads uploads, InputPaths? paths)
    {
        _uploads = uploads;
        _paths = paths;
    }

    /// <summary>Whether a record brought text where there may have to be something else, as all columns of a CSV file do.</summary>
    public bool HasTextOfRecord { get; private set; }

    /// <summary>On the pipeline thread: a reader for another record of the same pipeline.</summary>
    /// <param name="session">Knows where PowerShell is; null without an engine, where text names no files.</param>
    public InputReader ForNextRecord(SessionState? session)
    {
        _paths = session is null ? null : InputPaths.Of(session, _paths);
        return new InputReader(_uploads, _paths);
    }

    /// <summary>On the pipeline thread: users' objects may run scripts when they are read.</summary>
    public JsonObject Read(object? input)
    {
        _secrets.Note(input);
        return PowerShellJson.ToInput(input, _files);
    }

    /// <summary>
    /// Lays the values of a record over those that all records share. An empty cell of a table is no value. On the pipeline thread.
    /// </summary>
    public void Overlay(JsonObject shared, PSObject record, InputColumns? columns)
    {
        bool isTable = record.BaseObject is PSCustomObject || (columns is not null && record.BaseObject is not System.Collections.IDictionary);
        JsonObject row = Read(columns is null ? record : columns.Pick(record));
        foreach (KeyValuePair<string, JsonNode?> member in row.ToArray())
        {
            // A node belongs to one parent only; moving it keeps the places where files stand.
            row.Remove(member.Key);
            if (isTable && member.Value is null or JsonValue)
            {
                bool isText = member.Value?.GetValueKind() == JsonValueKind.String;
                if (member.Value is null || (isText && member.Value.GetValue<string>().Length == 0))
                {
                    continue;
                }

                HasTextOfRecord |= isTable && isText;
            }

            Name(shared, member.Key);
            shared[member.Key] = member.Value;
        }
    }

    /// <summary>Whether text at the top of an input names a file that is there.</summary>
    public bool NamesFile(JsonObject input) => _paths is not null && input.Any(member =>
        member.Value is JsonValue value && value.GetValueKind() == JsonValueKind.String && !IsPlaceholder(value) && _paths.IsFile(value.GetValue<string>()));

    /// <summary>Fits an input into the form of the model, and finds the files that its text names.</summary>
    /// <exception cref="ReplicateException">It does not fit; all that is wrong is said at once.</exception>
    public void Fit(JsonObject input, InputForm form)
    {
        List<string> faults = form.Fit(input).ToList();
        foreach (KeyValuePair<string, JsonNode?> member in input.ToArray())
        {
            if (member.Value is not null && form.TakesFile(member.Key))
            {
                FindFiles(member.Key, member.Value, faults);
            }
        }

        if (faults.Count > 0)
        {
            throw ReplicateException.Invalid(string.Join(" ", faults.Select(_secrets.Conceal)));
        }
    }

    /// <summary>Whether there are files in it that have no links yet.</summary>
    public bool HasFiles => _files.Count > 0;

    /// <summary>The input as it can be compared before its files have links: a mark stands in their places.</summary>
    public JsonElement WithoutFiles(JsonObject input) => JsonSerializer.SerializeToElement(Copy(input, _ => "file:"));

    /// <summary>On the pipeline thread: the input by which a job knows the row, with what tells its files from others in their places.</summary>
    /// <exception cref="ReplicateException">Nothing tells them.</exception>
    public JsonObject ForJob(JsonObject input) => HasFiles ? (JsonObject)Copy(input, file => file.Content.Mark())! : input;

    /// <summary>Puts links in the places of the files.</summary>
    public async Task UploadAsync(IPipeline pipeline, ReplicateClient client, string mode = "Auto")
    {
        foreach (InputFile file in _files)
        {
            file.ReplaceBy(await _uploads.LinkAsync(file.Content, mode, pipeline, client).ConfigureAwait(false));
        }
    }

    // PowerShell's own names know no case, so what a record says under another spelling replaces what is shared.
    private static void Name(JsonObject shared, string name)
    {
        foreach (string same in shared.Select(member => member.Key).Where(key => key.Equals(name, System.StringComparison.OrdinalIgnoreCase)).ToArray())
        {
            shared.Remove(same);
        }
    }

    private void FindFiles(string name, JsonNode value, List<string> faults)
    {
        if (value is JsonArray items)
        {
            foreach (JsonNode item in items.ToArray().OfType<JsonNode>())
            {
                FindFiles(name, item, faults);
            }
        }
        else if (value.GetValueKind() == JsonValueKind.String && !IsPlaceholder(value) && !InputPaths.IsLink(value.GetValue<string>()) && _paths is not null)
        {
            if (_paths.Find(value.GetValue<string>()) is { } file)
            {
                _files.Add(new InputFile(value, InputContent.Of(file)));
            }
            else
            {
                faults.Add($"'{name}' is a file, and there is no file '{value.GetValue<string>()}'.");
            }
        }
    }

    private JsonNode? Copy(JsonNode? node, Func<InputFile, string> show) => node switch
    {
        JsonObject members => new JsonObject(members.Select(member => new KeyValuePair<string, JsonNode?>(member.Key, Copy(member.Value, show)))),
        JsonArray items => new JsonArray(items.Select(item => Copy(item, show)).ToArray()),
        JsonValue value when _files.FirstOrDefault(file => file.StandsAt(value)) is { } file => show(file),
        _ => node?.DeepClone(),
    };

    private bool IsPlaceholder(JsonNode value) => _files.Any(file => file.StandsAt(value));
}
