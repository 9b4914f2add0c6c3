using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using ReplicatePS.Core;
using ReplicatePS.Pipeline;

namespace ReplicatePS;

/// <summary>Reads what users give as input. Files in it are uploaded, the same file once for the whole pipeline.</summary>
internal sealed class InputReader
{
    private readonly ConcurrentDictionary<string, Lazy<Task<string>>> _uploads;
    private readonly List<InputFile> _files = new();

    public InputReader()
        : this(new ConcurrentDictionary<string, Lazy<Task<string>>>(StringComparer.Ordinal))
    {
    }

    private InputReader(ConcurrentDictionary<string, Lazy<Task<string>>> uploads)
    {
        _uploads = uploads;
    }

    /// <summary>A reader for another record of the same pipeline.</summary>
    public InputReader ForNextRecord() => new(_uploads);

    /// <summary>On the pipeline thread: users' objects may run scripts when they are read.</summary>
    public JsonObject Read(object? input) => PowerShellJson.ToInput(input, _files);

    /// <summary>Lays the values of a record over those that all records share.</summary>
    public void Overlay(JsonObject shared, object record)
    {
        JsonObject row = Read(record);
        foreach (KeyValuePair<string, JsonNode?> member in row.ToArray())
        {
            // A node belongs to one parent only; moving it keeps the places where files stand.
            row.Remove(member.Key);
            shared[member.Key] = member.Value;
        }
    }

    /// <summary>Uploads the files of this record and puts their URLs in their places.</summary>
    public async Task UploadAsync(IPipeline pipeline, ReplicateClient client)
    {
        foreach (InputFile file in _files)
        {
            Lazy<Task<string>> upload = _uploads.GetOrAdd(file.Path, path => new Lazy<Task<string>>(() => UploadAsync(path, pipeline, client)));
            file.ReplaceBy(await upload.Value.ConfigureAwait(false));
        }
    }

    private static async Task<string> UploadAsync(string path, IPipeline pipeline, ReplicateClient client)
    {
        using UploadProgress progress = new(pipeline, path);
        Core.ReplicateFile file = await client.Files.UploadAsync(path, progress: progress, cancellation: pipeline.Stop).ConfigureAwait(false);
        return file.Url ?? throw new ReplicateException(ErrorKind.BadResponse, $"The file {file.Id} was uploaded, but Replicate gave no URL for it.");
    }
}
