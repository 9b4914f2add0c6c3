using System.Management.Automation;
using System.Threading.Tasks;
using ReplicatePS.Completion;
using ReplicatePS.Core;
using ReplicatePS.Pipeline;
using ReplicatePS.Transformation;

namespace ReplicatePS.Commands;

/// <summary>Gets collections of models: one with its models, or all of them.</summary>
/// <remarks>
/// <para>The list comes without the models.</para>
/// </remarks>
/// <operation name="collections.get" route="GET /collections/{slug}" set="Slug">
/// <code>Get-ReplicateCollection text-to-image</code>
/// </operation>
/// <operation name="collections.list" route="GET /collections" set="List">
/// <code>Get-ReplicateCollection</code>
/// </operation>
/// <example>
/// <summary>See all collections</summary>
/// <code>Get-ReplicateCollection</code>
/// <para>Shows each with what its models do.</para>
/// </example>
/// <example>
/// <summary>See the models of a collection</summary>
/// <code>(Get-ReplicateCollection text-to-image).Models | Sort-Object RunCount -Descending | Select-Object -First 5</code>
/// <para>Shows the five that ran most often.</para>
/// </example>
[Cmdlet(VerbsCommon.Get, "ReplicateCollection", DefaultParameterSetName = ListSet)]
[OutputType(typeof(Collection))]
public sealed class GetReplicateCollectionCommand : IdCommand
{
    private const string ListSet = "List";
    private const string SlugSet = "Slug";

    /// <summary>The names in the collections' addresses, such as <c>text-to-image</c>. Without them all are listed.</summary>
    [Parameter(Position = 0, Mandatory = true, ParameterSetName = SlugSet, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [NameTransformation]
    [ArgumentCompleter(typeof(CollectionCompleter))]
    public string[]? Slug { get; set; }

    /// <summary>How many collections to list at most, 1 or more; the default is all.</summary>
    [Parameter(ParameterSetName = ListSet)]
    [ValidateRange(1, int.MaxValue)]
    public int First { get; set; } = int.MaxValue;

    private protected override string[]? Ids => Slug;

    internal override async Task RunAsync(IPipeline pipeline, ReplicateClient client)
    {
        if (One is null)
        {
            await pipeline.WritePagesAsync(client.Collections.ListAsync(pipeline.Stop), First, item => new Collection(item)).ConfigureAwait(false);
            return;
        }

        await pipeline.WriteAsync(new Collection(await client.Collections.GetAsync(One, pipeline.Stop).ConfigureAwait(false))).ConfigureAwait(false);
    }
}
