using System;
using System.Collections.Concurrent;
using System.Threading.Tasks;
using ReplicatePS.Core;
using ReplicatePS.Pipeline;

namespace ReplicatePS;

/// <summary>The links of the files that a pipeline gives to models. The same content is uploaded once, also where several rows want it at once.</summary>
internal sealed class InputUploads
{
    // A pipeline may bring any number of files; what was uploaded long ago is forgotten.
    private const int MostRemembered = 4096;

    private readonly ConcurrentDictionary<object, Lazy<Task<string>>> _links = new();

    /// <summary>The link by which a model gets a file.</summary>
    /// <param name="content">The file.</param>
    /// <param name="mode"><c>Auto</c>, <c>Upload</c> or <c>Inline</c>.</param>
    /// <param name="pipeline">Shows how far an upload has come, and ends it.</param>
    /// <param name="client">What uploads.</param>
    public async Task<string> LinkAsync(InputContent content, string mode, IPipeline pipeline, ReplicateClient client)
    {
        if (_links.TryGetValue(content.Identity, out Lazy<Task<string>>? known))
        {
            return await known.Value.ConfigureAwait(false);
        }

        if (!content.IsStream)
        {
            using OpenContent open = await content.OpenAsync(pipeline.Stop).ConfigureAwait(false);
            if (IsInline(open, mode))
            {
                return await FilesApi.InlineAsync(open.Read, open.Size, open.Name, pipeline.Stop).ConfigureAwait(false);
            }
        }

        if (_links.Count >= MostRemembered)
        {
            _links.Clear();
        }

        Lazy<Task<string>> link = _links.GetOrAdd(content.Identity, _ => new Lazy<Task<string>>(() => MakeAsync(content, mode, pipeline, client)));
        try
        {
            return await link.Value.ConfigureAwait(false);
        }
        catch
        {
            // Another row may have more luck; a stream is used up.
            if (!content.IsStream)
            {
                _links.TryRemove(content.Identity, out _);
            }

            throw;
        }
    }

    private static bool IsInline(OpenContent content, string mode) =>
        mode.Equals("Inline", StringComparison.OrdinalIgnoreCase)
        || (mode.Equals("Auto", StringComparison.OrdinalIgnoreCase) && content.Size <= InputContent.LargestInline);

    private static async Task<string> MakeAsync(InputContent content, string mode, IPipeline pipeline, ReplicateClient client)
    {
        using OpenContent open = await content.OpenAsync(pipeline.Stop).ConfigureAwait(false);
        if (IsInline(open, mode))
        {
            return await FilesApi.InlineAsync(open.Read, open.Size, open.Name, pipeline.Stop).ConfigureAwait(false);
        }

        using UploadProgress progress = new(pipeline, open.Name, open.Size);
        Core.ReplicateFile file = await client.Files.UploadAsync(
            open.Read, open.Size, open.Name, progress: progress, cancellation: pipeline.Stop).ConfigureAwait(false);
        return file.Url ?? throw new ReplicateException(ErrorKind.BadResponse, $"The file {file.Id} was uploaded, but Replicate gave no URL for it.");
    }
}
