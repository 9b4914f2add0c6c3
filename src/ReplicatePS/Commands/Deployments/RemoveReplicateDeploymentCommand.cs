using System;
using System.Management.Automation;
using System.Threading.Tasks;
using ReplicatePS.Completion;
using ReplicatePS.Core;
using ReplicatePS.Pipeline;
using ReplicatePS.Transformation;

namespace ReplicatePS.Commands;

/// <summary>Deletes deployments.</summary>
/// <remarks>
/// <para>
/// Replicate refuses it while a deployment is on, and for 15 minutes after it was last used. Set-ReplicateDeployment
/// -MinInstances 0 -MaxInstances 0 turns one off.
/// </para>
/// </remarks>
/// <operation name="deployments.delete" route="DELETE /deployments/{owner}/{name}">
/// <code>Remove-ReplicateDeployment you/my-style -Confirm:$false</code>
/// </operation>
/// <example>
/// <summary>Delete a deployment</summary>
/// <code>Remove-ReplicateDeployment you/my-style</code>
/// <para>Asks before it does so.</para>
/// </example>
/// <example>
/// <summary>Delete without being asked</summary>
/// <code>Get-ReplicateDeployment | Where-Object Name -like 'test-*' | Remove-ReplicateDeployment -Confirm:$false</code>
/// <para>One that is refused gives an error; the others go on.</para>
/// </example>
[Cmdlet(VerbsCommon.Remove, "ReplicateDeployment", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(void))]
public sealed class RemoveReplicateDeploymentCommand : IdCommand
{
    /// <summary>The deployments, <c>owner/name</c> each.</summary>
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [NameTransformation]
    [ArgumentCompleter(typeof(DeploymentCompleter))]
    public string[] Deployment { get; set; } = Array.Empty<string>();

    private protected override string[] Ids => Deployment;

    internal override async Task RunAsync(IPipeline pipeline, ReplicateClient client)
    {
        DeploymentReference deployment = DeploymentReference.Parse(One);
        if (await pipeline.ShouldProcessAsync(deployment.ToString(), "Delete the deployment").ConfigureAwait(false))
        {
            await FaultWithAdvice.OnRefusalAsync(
                client.Deployments.DeleteAsync(deployment, pipeline.Stop), One!, refused => HowToDelete(refused, deployment)).ConfigureAwait(false);
        }
    }

    private static string? HowToDelete(ReplicateException refused, DeploymentReference deployment) => refused.Kind == ErrorKind.Forbidden
        ? null
        : $"Turn it off: Set-ReplicateDeployment {deployment} -MinInstances 0 -MaxInstances 0. It can be deleted when it is offline and was not used for 15 minutes.";
}
