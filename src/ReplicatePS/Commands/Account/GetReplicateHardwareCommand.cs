using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Threading.Tasks;
using ReplicatePS.Completion;
using ReplicatePS.Core;
using ReplicatePS.Pipeline;

namespace ReplicatePS.Commands;

/// <summary>Gets the kinds of hardware that models and deployments can run on.</summary>
/// <remarks>
/// <para>The list changes over time; the SKU is what every -Hardware parameter takes.</para>
/// </remarks>
/// <operation name="hardware.list" route="GET /hardware">
/// <code>Get-ReplicateHardware</code>
/// </operation>
/// <example>
/// <summary>See all hardware</summary>
/// <code>Get-ReplicateHardware</code>
/// <para>Lists each SKU with its name.</para>
/// </example>
/// <example>
/// <summary>See what is on offer of one kind</summary>
/// <code>Get-ReplicateHardware gpu-a100*</code>
/// <para>Wildcards choose among the SKUs.</para>
/// </example>
[Cmdlet(VerbsCommon.Get, "ReplicateHardware")]
[OutputType(typeof(Hardware))]
public sealed class GetReplicateHardwareCommand : ReplicateCommand
{
    /// <summary>Which SKUs; wildcards are allowed. Without it all are listed.</summary>
    [Parameter(Position = 0)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(HardwareCompleter))]
    public string Sku { get; set; } = "*";

    internal override async Task RunAsync(IPipeline pipeline, ReplicateClient client)
    {
        WildcardPattern pattern = WildcardPattern.Get(Sku, WildcardOptions.IgnoreCase);
        IReadOnlyList<Core.Hardware> all = await client.Hardware.ListAsync(pipeline.Stop).ConfigureAwait(false);
        await pipeline.WriteAllAsync(all.Where(one => pattern.IsMatch(one.Sku)).Select(one => new Hardware(one)).ToArray()).ConfigureAwait(false);
    }
}
