using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Threading.Tasks;
using ReplicatePS.Core;
using ReplicatePS.Pipeline;

namespace ReplicatePS.Commands;

/// <summary>Searches all that is public at Replicate: models, collections and pages.</summary>
/// <remarks>
/// <para>The search is in beta. It needs no token.</para>
/// </remarks>
/// <operation name="search" route="GET /search">
/// <code>Search-Replicate upscale</code>
/// </operation>
/// <example>
/// <summary>Find what there is for a purpose</summary>
/// <code>Search-Replicate upscale</code>
/// <para>Shows models first, then collections, then pages.</para>
/// </example>
/// <example>
/// <summary>Get the models that were found</summary>
/// <code>Search-Replicate image -Type Model -First 3 | Get-ReplicateModel</code>
/// <para>A model that was found is read whole.</para>
/// </example>
[Cmdlet(VerbsCommon.Search, "Replicate")]
[OutputType(typeof(SearchResult))]
public sealed class SearchReplicateCommand : ReplicateCommand
{
    // What Replicate gives of its own accord.
    private const int UsualModels = 20;
    private const int MostModels = 50;

    /// <summary>What to look for. Several words need no quotes.</summary>
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true, ValueFromRemainingArguments = true)]
    [ValidateNotNullOrEmpty]
    public string[] Query { get; set; } = System.Array.Empty<string>();

    /// <summary>What to show: any of <c>Model</c>, <c>Collection</c> and <c>Page</c>; the default is all.</summary>
    [Parameter]
    [ValidateSet("Model", "Collection", "Page")]
    public string[] Type { get; set; } = { "Model", "Collection", "Page" };

    /// <summary>How many models to find at most, 1 to 50; the default is 20.</summary>
    [Parameter]
    [ValidateRange(1, MostModels)]
    public int First { get; set; } = UsualModels;

    private protected override bool NeedsToken => false;

    private protected override object Target => Words;

    private string Words => string.Join(" ", Query);

    internal override async Task RunAsync(IPipeline pipeline, ReplicateClient client)
    {
        Core.SearchResult found = await client.Search.FindAsync(Words, First, pipeline.Stop).ConfigureAwait(false);
        IEnumerable<SearchResult> all = found.Models.Take(First).Select(SearchResult.Of)
            .Concat(found.Collections.Select(SearchResult.Of))
            .Concat(found.Pages.Select(SearchResult.Of));
        await pipeline.WriteAllAsync(
            all.Where(one => Type.Contains(one.Type, System.StringComparer.OrdinalIgnoreCase)).ToArray()).ConfigureAwait(false);
    }
}
