using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using ReplicatePS.Core;
using ReplicatePS.Pipeline;

namespace ReplicatePS.Saving;

/// <summary>Saves the files of a whole pipeline into a folder: so many at once, each under a name of its own.</summary>
internal sealed class FileSaver
{
    private static readonly IReadOnlyDictionary<string, object?> Nothing = new Dictionary<string, object?>();

    private readonly NameTemplate? _template;
    private readonly bool _overwrite;
    private readonly OutputNames _names = new();
    private readonly SavedFiles _saved = new();

    // Made when the first file comes, and waited for by the others.
    private readonly ConcurrentDictionary<string, Lazy<bool>> _made = new();
    private readonly SemaphoreSlim _slots;
    private (string Given, string Path)? _resolved;
    private int _saysMissing;

    public FileSaver(NameTemplate? template, bool overwrite, int slots)
    {
        _template = template;
        _overwrite = overwrite;
        _slots = new SemaphoreSlim(slots);
    }

    /// <summary>The whole path of a folder; asked for once in a pipeline, which does not move when a script within it does.</summary>
    public string Resolve(string folder, Func<string, string> resolve) =>
        _resolved?.Given == folder ? _resolved.Value.Path : (_resolved = (folder, resolve(folder))).Value.Path;

    /// <summary>How far the whole pipeline is.</summary>
    public SaveProgress Progress { get; } = new();

    /// <summary>Saves all files of a source. One that cannot be had does not end the others.</summary>
    public async Task SaveAsync(IPipeline pipeline, ReplicateClient client, OutputSource source, string folder, object target)
    {
        List<Task> all = new();
        IReadOnlyList<OutputLink> links = await source.FindAsync(client, pipeline.Stop).ConfigureAwait(false);
        Progress.Expect(links.Count);
        foreach (OutputLink link in links)
        {
            // What the journal of an earlier run says was saved keeps its place.
            string? before = _overwrite ? null : source.JobRow?.FileOf(link.Text);
            if (before is not null && File.Exists(before))
            {
                all.Add(SaveOneAsync(pipeline, client, source, link, before, null, target));
                continue;
            }

            if (before is not null)
            {
                SayMissing(pipeline, before);
            }

            // Names are given in the order of the output, whichever file is there first.
            bool isNamed = Path.GetExtension(link.FileName).Length > 0;
            string name = NameFor(source, link, link.FileName);
            string path = isNamed ? _names.Choose(folder, name, MayExist(source)) : Path.Combine(folder, name);
            if (await pipeline.ShouldProcessAsync(path, "Save").ConfigureAwait(false))
            {
                Func<Delivery, string>? pathFor = isNamed ? null
                    : delivery => _names.Choose(folder, NameFor(source, link, NameOf(delivery, link)), MayExist(source));
                all.Add(SaveOneAsync(pipeline, client, source, link, path, pathFor, target));
            }
        }

        await Task.WhenAll(all).ConfigureAwait(false);
    }

    /// <summary>Makes a folder, if there is none.</summary>
    public static void MakeFolder(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new ReplicateException(ErrorKind.InvalidInput, $"The folder '{folder}' cannot be made: {fault.Message}", fault);
        }
    }

    private static Lazy<bool> NewFolder(string folder) => new(() =>
    {
        MakeFolder(folder);
        return true;
    });

    private void SayMissing(IPipeline pipeline, string path)
    {
        if (Interlocked.Exchange(ref _saysMissing, 1) == 0)
        {
            pipeline.Warning($"An earlier run has saved {path}, which is not there any more. Such files are fetched again, as long as Replicate has them.");
        }
        else
        {
            pipeline.Verbose($"{path} is not there any more.");
        }
    }

    // A name with the id of a prediction in it belongs to that prediction; any other may be that of another file.
    private bool MayExist(OutputSource source) => _overwrite || IsOwn(source);

    private bool IsOwn(OutputSource source) => source.Id is not null && (_template is null || _template.NamesId);

    private string NameFor(OutputSource source, OutputLink link, string name)
    {
        string made = _template?.Expand(source.Id, source.Model, link.Index, name, _template is null ? Nothing : source.Values)
            ?? (source.Id is null ? name : $"{source.Id}-{name}");
        return OutputLink.SafeName(made) is { Length: > 0 } safe ? safe : $"output-{link.Index}{Path.GetExtension(name)}";
    }

    // A server's own name for the file counts where its address tells no ending, and else its type.
    private static string NameOf(Delivery delivery, OutputLink link) =>
        delivery.FileName is { } given && Path.GetExtension(given).Length > 0 ? given : link.FileName + delivery.Ending;

    private async Task SaveOneAsync(
        IPipeline pipeline, ReplicateClient client, OutputSource source, OutputLink link, string path, Func<Delivery, string>? pathFor, object target)
    {
        await _slots.WaitAsync(pipeline.Stop).ConfigureAwait(false);
        try
        {
            string folder = Path.GetDirectoryName(path)!;
            string? there = _overwrite ? null
                : pathFor is null ? (File.Exists(path) ? path : null)
                : IsOwn(source) ? OutputNames.Find(folder, Path.GetFileName(path)) : null;
            if (there is not null)
            {
                pipeline.Verbose($"{there} is there already and was kept.");
            }
            else
            {
                _ = _made.GetOrAdd(folder, NewFolder).Value;
                using FileProgress progress = Progress.Begin(pipeline);
                SaveTerms terms = new() { Overwrite = _overwrite, PathFor = pathFor, Progress = progress };
                there = (await client.Outputs.SaveAsync(link, path, terms, pipeline.Stop).ConfigureAwait(false)).Path;
            }

            await (source.JobRow?.SavedAsync(source.Id!, there, link.IsInline ? null : link.Text) ?? Task.CompletedTask).ConfigureAwait(false);
            PSObject saved = await _saved.GetAsync(pipeline, there).ConfigureAwait(false);
            saved.Properties.Add(new PSNoteProperty("Url", link.IsInline ? null : link.Text));
            saved.Properties.Add(new PSNoteProperty("PredictionId", source.Id));
            await pipeline.WriteAsync(saved).ConfigureAwait(false);
        }
        catch (ReplicateException fault)
        {
            pipeline.Error(ErrorRecords.From(Naming(fault, source, link), target));
        }
        finally
        {
            _slots.Release();
        }
    }

    /// <summary>A fault that says which file of which prediction it is about.</summary>
    private static ReplicateException Naming(ReplicateException fault, OutputSource source, OutputLink link)
    {
        if (source.Id is null)
        {
            return fault;
        }

        string file = $"The file {link.FileName} of the {(source.IsTraining ? "training" : "prediction")} {source.Id}";
        string message = fault.Kind == ErrorKind.NotFound
            ? $"{file} is gone. Replicate removes outputs an hour after they were made."
            : $"{file} was not saved. {fault.Message}";
        return new ReplicateException(fault.Kind, message, fault)
        {
            StatusCode = fault.StatusCode,
            Title = fault.Title,
            Detail = fault.Detail,
            RequestId = fault.RequestId,
            RetryAfter = fault.RetryAfter,
            Id = source.Id,
        };
    }
}
