using System;
using System.Management.Automation;
using System.Threading.Tasks;
using ReplicatePS.Completion;
using ReplicatePS.Core;
using ReplicatePS.Pipeline;
using ReplicatePS.Transformation;

namespace ReplicatePS.Commands;

/// <summary>Changes a deployment: its version, its hardware, or how many machines it has.</summary>
/// <remarks>
/// <para>What is not given stays as it is. Every change makes a new release. Both bounds at 0 turn a deployment off.</para>
/// <para>
/// The deployment is read first. Where it has all that is given, nothing is sent, so no release is made; a warning says so, and the
/// deployment comes out as it is. Otherwise all that is given is sent, so that it holds even if someone else makes a release meanwhile.
/// -WhatIf sends nothing at all, and so cannot tell whether anything differs.
/// </para>
/// </remarks>
/// <operation name="deployments.update" route="PATCH /deployments/{owner}/{name}">
/// <code>Set-ReplicateDeployment you/my-style -MaxInstances 2</code>
/// </operation>
/// <operation name="deployments.get"/>
/// <example>
/// <summary>Keep one machine on</summary>
/// <code>Set-ReplicateDeployment you/my-style -MinInstances 1 -MaxInstances 2</code>
/// <para>Shows the deployment with its new release.</para>
/// </example>
/// <example>
/// <summary>Deploy a newer version</summary>
/// <code>Wait-ReplicateTraining 9x4k2m7q1xrg80cs5t3b6vhzyn | Set-ReplicateDeployment you/my-style</code>
/// <para>The training's OutputVersion is deployed. With -Version it is an id, or owner/name:version.</para>
/// </example>
[Cmdlet(VerbsCommon.Set, "ReplicateDeployment", SupportsShouldProcess = true)]
[OutputType(typeof(Deployment))]
public sealed class SetReplicateDeploymentCommand : IdCommand
{
    /// <summary>The deployments, <c>owner/name</c> each.</summary>
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [NameTransformation]
    [ArgumentCompleter(typeof(DeploymentCompleter))]
    public string[] Deployment { get; set; } = Array.Empty<string>();

    /// <summary>The version to run: its id, or <c>owner/name:version</c> of the same model.</summary>
    [Parameter]
    [ModelTransformation]
    public string? Version { get; set; }

    /// <summary>The version that a training has made, <c>owner/name:version</c>; it is taken from a training in the pipeline.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? OutputVersion { get; set; }

    /// <summary>The SKU of its machines, as Get-ReplicateHardware lists them.</summary>
    [Parameter]
    [NameTransformation]
    [ArgumentCompleter(typeof(HardwareCompleter))]
    public string? Hardware { get; set; }

    /// <summary>How many machines are always on, 0 to 5.</summary>
    [Parameter]
    public int? MinInstances { get; set; }

    /// <summary>How many machines there may be, 0 to 20.</summary>
    [Parameter]
    public int? MaxInstances { get; set; }

    private protected override string[] Ids => Deployment;

    internal override async Task RunAsync(IPipeline pipeline, ReplicateClient client)
    {
        DeploymentReference deployment = DeploymentReference.Parse(One);
        string? version = Version ?? OutputVersion;
        DeploymentSettings settings = new()
        {
            Version = version is null || !version.Contains("/") ? version
                : ModelReference.Parse(version).Version ?? throw ReplicateException.Invalid($"'{version}' names no version."),
            Hardware = Hardware,
            MinInstances = MinInstances,
            MaxInstances = MaxInstances,
        };
        settings.Check();
        if (settings.IsEmpty)
        {
            throw ReplicateException.Invalid($"Nothing was given to change about {deployment}. Give -Version, -Hardware, -MinInstances or -MaxInstances.");
        }

        if (!await pipeline.ShouldProcessAsync(deployment.ToString(), "Make a new release, if it differs").ConfigureAwait(false))
        {
            return;
        }

        Core.Deployment current = await client.Deployments.GetAsync(deployment, pipeline.Stop).ConfigureAwait(false);
        if (settings.AreThoseOf(current))
        {
            pipeline.Warning($"Nothing was changed: deployment {deployment} has these settings already, so it keeps release {current.ReleaseNumber}.");
            await pipeline.WriteAsync(new Deployment(current)).ConfigureAwait(false);
            return;
        }

        Core.Deployment changed = await FaultWithAdvice.OnRefusalAsync(
            client.Deployments.UpdateAsync(deployment, settings, pipeline.Stop), One!, refused => HowToChange(refused, deployment)).ConfigureAwait(false);
        await pipeline.WriteAsync(new Deployment(changed)).ConfigureAwait(false);
    }

    // What was given may be at odds with what the deployment has.
    private static string? HowToChange(ReplicateException refused, DeploymentReference deployment) =>
        refused.IsAbout("hardware") ? "Get-ReplicateHardware lists what there is."
        : refused.IsAbout("instances") ? $"Get-ReplicateDeployment {deployment} shows what it has. Give -MinInstances and -MaxInstances together: 0 to 5, and from there up to 20."
        : refused.IsAbout("version") ? $"Give a version of the same model: Get-ReplicateModelVersion lists them, and Get-ReplicateDeployment {deployment} shows the model."
        : null;
}
