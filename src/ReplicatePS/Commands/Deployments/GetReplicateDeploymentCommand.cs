using System.Management.Automation;
using System.Threading.Tasks;
using ReplicatePS.Completion;
using ReplicatePS.Core;
using ReplicatePS.Pipeline;
using ReplicatePS.Transformation;

namespace ReplicatePS.Commands;

/// <summary>Gets deployments: by name, or all of the account's.</summary>
/// <remarks>
/// <para>The list is read page by page.</para>
/// </remarks>
/// <operation name="deployments.get" route="GET /deployments/{owner}/{name}" set="Name">
/// <code>Get-ReplicateDeployment you/my-style</code>
/// </operation>
/// <operation name="deployments.list" route="GET /deployments" set="List">
/// <code>Get-ReplicateDeployment</code>
/// </operation>
/// <example>
/// <summary>See all deployments</summary>
/// <code>Get-ReplicateDeployment</code>
/// <para>Lists each with its model, hardware and number of machines.</para>
/// </example>
/// <example>
/// <summary>Run a deployment</summary>
/// <code>Get-ReplicateDeployment you/my-style | New-ReplicatePrediction -Input @{ prompt = 'a lighthouse' }</code>
/// <para>A deployment in the pipeline is what runs.</para>
/// </example>
[Cmdlet(VerbsCommon.Get, "ReplicateDeployment", DefaultParameterSetName = ListSet)]
[OutputType(typeof(Deployment))]
public sealed class GetReplicateDeploymentCommand : IdCommand
{
    private const string ListSet = "List";
    private const string NameSet = "Name";

    /// <summary>The deployments, <c>owner/name</c> each. Without them all of the account are listed.</summary>
    [Parameter(Position = 0, Mandatory = true, ParameterSetName = NameSet, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [NameTransformation]
    [ArgumentCompleter(typeof(DeploymentCompleter))]
    public string[]? Deployment { get; set; }

    /// <summary>How many deployments to list at most, 1 or more; the default is all.</summary>
    [Parameter(ParameterSetName = ListSet)]
    [ValidateRange(1, int.MaxValue)]
    public int First { get; set; } = int.MaxValue;

    private protected override string[]? Ids => Deployment;

    internal override async Task RunAsync(IPipeline pipeline, ReplicateClient client)
    {
        if (One is null)
        {
            await pipeline.WritePagesAsync(client.Deployments.ListAsync(pipeline.Stop), First, item => new Deployment(item)).ConfigureAwait(false);
            return;
        }

        Core.Deployment deployment = await client.Deployments.GetAsync(DeploymentReference.Parse(One), pipeline.Stop).ConfigureAwait(false);
        await pipeline.WriteAsync(new Deployment(deployment)).ConfigureAwait(false);
    }
}
