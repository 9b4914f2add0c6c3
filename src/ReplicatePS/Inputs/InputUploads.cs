using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Threading.Tasks;
using ReplicatePS.Core;
using ReplicatePS.Pipeline;

namespace ReplicatePS;

/// <summary>The links of the files that a pipeline gives to models. The same content is uploaded once, also where several rows want it at once.</summary>
internal sealed class InputUploads
{
    // A pipeline may bring any number of files; what was uploaded long ago is forgotten.
    private const int MostRemembered = 4096;

    private readonly ConcurrentDictionary<object, Lazy<Task<string>>> _byContent = new();
    private readonly ConcurrentDictionary<object, Lazy<Task<string>>> _known = new();

    /// <summary>The link by which a model gets a file.</summary>
    /// <param name="content">The file.</param>
    /// <param name="mode"><c>Auto</c>, <c>Upload</c> or <c>Inline</c>.</param>
    /// <param name="pipeline">Shows how far an upload has come, and ends it.</param>
    /// <param name="client">What uploads.</param>
    public async Task<string> LinkAsync(InputContent content, string mode, IPipeline pipeline, ReplicateClient client)
    {
        // What is small is read each time; a stream gives it once.
        if (content.Known is null || (!content.IsStream && !_known.ContainsKey(content.Known)))
        {
            using OpenContent open = await content.OpenAsync(pipeline.Stop).ConfigureAwait(false);
            if (content.Known is null || IsInline(open, mode))
            {
                return await LinkAsync(open, mode, pipeline, client).ConfigureAwait(false);
            }
        }

        return await OnceAsync(_known, content.Known, keepsFailure: content.IsStream, async () =>
        {
            using OpenContent open = await content.OpenAsync(pipeline.Stop).ConfigureAwait(false);
            return await LinkAsync(open, mode, pipeline, client).ConfigureAwait(false);
        }).ConfigureAwait(false);
    }

    private async Task<string> LinkAsync(OpenContent open, string mode, IPipeline pipeline, ReplicateClient client)
    {
        if (IsInline(open, mode))
        {
            return await FilesApi.InlineAsync(open.Read, open.Size, open.Name, pipeline.Stop).ConfigureAwait(false);
        }

        string print = await FilesApi.FingerprintAsync(open.Read, open.Size, open.Name, pipeline.Stop).ConfigureAwait(false);
        return await OnceAsync(_byContent, print, keepsFailure: false, () => UploadAsync(open, pipeline, client)).ConfigureAwait(false);
    }

    private static async Task<string> OnceAsync(
        ConcurrentDictionary<object, Lazy<Task<string>>> links, object key, bool keepsFailure, Func<Task<string>> make)
    {
        if (links.Count >= MostRemembered)
        {
            links.Clear();
        }

        Lazy<Task<string>> link = links.GetOrAdd(key, _ => new Lazy<Task<string>>(make));
        try
        {
            return await link.Value.ConfigureAwait(false);
        }
        catch
        {
            // Another row may have more luck; a stream is used up.
            if (!keepsFailure)
            {
                ((ICollection<KeyValuePair<object, Lazy<Task<string>>>>)links).Remove(new(key, link));
            }

            throw;
        }
    }

    private static bool IsInline(OpenContent content, string mode) =>
        mode.Equals("Inline", StringComparison.OrdinalIgnoreCase)
        || (mode.Equals("Auto", StringComparison.OrdinalIgnoreCase) && content.Size <= InputContent.LargestInline);

    private static async Task<string> UploadAsync(OpenContent open, IPipeline pipeline, ReplicateClient client)
    {
        using UploadProgress progress = new(pipeline, open.Name, open.Size);
        Core.ReplicateFile file = await client.Files.UploadAsync(
            open.Read, open.Size, open.Name, progress: progress, cancellation: pipeline.Stop).ConfigureAwait(false);
        return file.Url ?? throw new ReplicateException(ErrorKind.BadResponse, $"The file {file.Id} was uploaded, but Replicate gave no URL for it.");
    }
}
