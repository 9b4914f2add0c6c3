using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using ReplicatePS.Core;
using ReplicatePS.Pipeline;

namespace ReplicatePS;

/// <summary>What a training learns from: a folder, a zip, or the URL of a zip.</summary>
internal sealed class Dataset
{
    private readonly string _given;
    private readonly string? _path;

    public Dataset(string given, Func<string, string> resolvePath)
    {
        _given = given;
        bool isUrl = Uri.TryCreate(given, UriKind.Absolute, out Uri? url) && url.Scheme is "https" or "http";
        _path = isUrl ? null : resolvePath(given);
    }

    /// <summary>The trainer's input that takes the dataset: the only file that it takes, or the only one that it must have.</summary>
    public static string KeyFor(Core.ModelVersion version, ModelReference trainer)
    {
        if (!version.IsTrainable)
        {
            throw ReplicateException.Invalid($"{trainer} cannot be fine-tuned: its version has no training inputs.");
        }

        IReadOnlyList<string> files = version.TrainingFileInputs;
        string[] required = files.Intersect(version.RequiredTrainingInputs).ToArray();
        return files.Count == 1 ? files[0]
            : required.Length == 1 ? required[0]
            : throw ReplicateException.Invalid(files.Count == 0
                ? $"{trainer} has no training input that takes a file. Name the input for the dataset with -DatasetKey."
                : $"{trainer} has several training inputs that take a file: {string.Join(", ", files)}. Choose one with -DatasetKey.");
    }

    /// <summary>Refuses what cannot be a dataset before anything is sent.</summary>
    public void Check()
    {
        if (_path is null || Directory.Exists(_path))
        {
            return;
        }

        FileInfo file = new(_path);
        if (!file.Exists)
        {
            throw ReplicateException.Invalid($"The dataset '{_given}' does not exist. Give a folder of pictures, a zip file or the URL of one.");
        }

        if (!file.Extension.Equals(".zip", StringComparison.OrdinalIgnoreCase))
        {
            throw ReplicateException.Invalid($"The dataset '{_given}' is neither a folder nor a zip file.");
        }

        if (file.Length == 0)
        {
            throw ReplicateException.Invalid($"The dataset '{_given}' is an empty file.");
        }
    }

    /// <summary>Uploads it, zipped where it is a folder.</summary>
    /// <returns>The URL for the trainer's input.</returns>
    public async Task<string> UploadAsync(IPipeline pipeline, ReplicateClient client)
    {
        if (_path is null)
        {
            return _given;
        }

        if (!Directory.Exists(_path))
        {
            return await UploadAsync(_path, pipeline, client).ConfigureAwait(false);
        }

        using DatasetArchive archive = await DatasetArchive.FromFolderAsync(_path, pipeline.Stop).ConfigureAwait(false);
        pipeline.Verbose($"Zipped {archive.Pictures} pictures and {archive.Captions} caption files of {_path}.");
        if (archive.Links > 0)
        {
            pipeline.Warning($"{_path} holds {archive.Links} link{(archive.Links == 1 ? string.Empty : "s")}, which may lead anywhere and {(archive.Links == 1 ? "was" : "were")} left out.");
        }

        string name = Path.GetFileName(_path.TrimEnd('/', '\\')) + ".zip";
        return await UploadAsync(archive.Path, pipeline, client, name).ConfigureAwait(false);
    }

    private static async Task<string> UploadAsync(string path, IPipeline pipeline, ReplicateClient client, string? name = null)
    {
        using UploadProgress progress = new(pipeline, path);
        Core.ReplicateFile file = await client.Files.UploadAsync(path, name, "application/zip", progress, pipeline.Stop).ConfigureAwait(false);
        return file.Url ?? throw new ReplicateException(ErrorKind.BadResponse, $"The dataset was uploaded as {file.Id}, but Replicate gave no URL for it.");
    }
}
