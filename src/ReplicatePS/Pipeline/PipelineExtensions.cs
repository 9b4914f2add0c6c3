using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using ReplicatePS.Core;

namespace ReplicatePS.Pipeline;

/// <summary>Writing lists, and what was started.</summary>
internal static class PipelineExtensions
{
    /// <summary>Hands on a run that was created, and says so when another version runs than the one that was asked for.</summary>
    public static void WriteStarted(this IPipeline pipeline, ReplicateRun run)
    {
        if (run.Wire.IsRedirected)
        {
            pipeline.Verbose($"{run.Id} runs version {run.Version}: Replicate redirects version {run.RequestedVersion}, which was asked for, to it.");
        }

        pipeline.WriteCreated(run);
    }

    /// <summary>Writes a list page by page. A page is asked for when the one before has been taken, so that -First ends the requests.</summary>
    public static async Task WritePagesAsync<TWire, TShown>(
        this IPipeline pipeline, IAsyncEnumerable<Page<TWire>> pages, int first, Func<TWire, TShown> show, Func<TWire, bool>? isWanted = null)
        where TShown : notnull
    {
        int left = first;
        await foreach (Page<TWire> page in pages.ConfigureAwait(false))
        {
            object[] shown = page.Results.Where(item => isWanted?.Invoke(item) ?? true).Take(left).Select(item => (object)show(item)).ToArray();
            await pipeline.WriteAllAsync(shown).ConfigureAwait(false);
            left -= shown.Length;
            if (left <= 0)
            {
                return;
            }
        }
    }
}
