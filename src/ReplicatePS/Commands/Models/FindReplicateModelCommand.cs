using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Threading.Tasks;
using ReplicatePS.Core;
using ReplicatePS.Pipeline;

namespace ReplicatePS.Commands;

/// <summary>Finds public models by words, best first.</summary>
/// <remarks>
/// <para>
/// What comes is one page of models, whole ones as Get-ReplicateModel gives them. Search-Replicate finds collections and pages as
/// well, and works without a token.
/// </para>
/// </remarks>
/// <operation name="models.search" route="QUERY /models">
/// <code>Find-ReplicateModel upscale</code>
/// </operation>
/// <example>
/// <summary>Find models by what they do</summary>
/// <code>Find-ReplicateModel upscale</code>
/// <para>Shows the models that match best.</para>
/// </example>
/// <example>
/// <summary>Find official models for several purposes</summary>
/// <code>'image', 'speech' | Find-ReplicateModel | Where-Object IsOfficial</code>
/// <para>Each text in the pipeline is a search of its own.</para>
/// </example>
[Cmdlet(VerbsCommon.Find, "ReplicateModel")]
[OutputType(typeof(Model))]
public sealed class FindReplicateModelCommand : ReplicateCommand
{
    /// <summary>What to look for. Several words need no quotes.</summary>
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true, ValueFromRemainingArguments = true)]
    [ValidateNotNullOrEmpty]
    public string[] Query { get; set; } = System.Array.Empty<string>();

    /// <summary>How many models to give at most, 1 or more; the default is all that were found.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int First { get; set; } = int.MaxValue;

    private protected override object Target => Words;

    private string Words => string.Join(" ", Query);

    internal override async Task RunAsync(IPipeline pipeline, ReplicateClient client)
    {
        IReadOnlyList<Core.Model> found = await client.Models.SearchAsync(Words, pipeline.Stop).ConfigureAwait(false);
        await pipeline.WriteAllAsync(found.Take(First).Select(one => new Model(one)).ToArray()).ConfigureAwait(false);
    }
}
