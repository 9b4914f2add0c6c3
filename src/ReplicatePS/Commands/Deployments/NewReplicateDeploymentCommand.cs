using System.Management.Automation;
using System.Threading.Tasks;
using ReplicatePS.Completion;
using ReplicatePS.Core;
using ReplicatePS.Pipeline;
using ReplicatePS.Transformation;

namespace ReplicatePS.Commands;

/// <summary>Creates a deployment: a model version on machines of your own.</summary>
/// <remarks>
/// <para>
/// The deployment belongs to your account. Machines that are always on (-MinInstances) cost money all the time; with 0 the
/// first prediction waits for a machine to boot.
/// </para>
/// <para>
/// A model without version is pinned to its newest one. A training that has succeeded can be piped in: its new version is
/// deployed. Bounds that are not allowed and a name that is taken give ReplicateInvalidInput or ReplicateConflict.
/// </para>
/// </remarks>
/// <operation name="deployments.create" route="POST /deployments">
/// <code>New-ReplicateDeployment my-style -Model you/my-style -Hardware gpu-l40s</code>
/// </operation>
/// <operation name="models.get"/>
/// <example>
/// <summary>Deploy what a training has made</summary>
/// <code>Wait-ReplicateTraining 9x4k2m7q1xrg80cs5t3b6vhzyn | New-ReplicateDeployment -Name my-style -Hardware gpu-l40s</code>
/// <para>The training's OutputVersion is deployed on up to one L40S, which is off while nobody needs it.</para>
/// </example>
/// <example>
/// <summary>Deploy a model with machines that are always on</summary>
/// <code>New-ReplicateDeployment -Name fast-upscaler -Model nightmareai/real-esrgan -Hardware gpu-t4 -MinInstances 1 -MaxInstances 3</code>
/// <para>One machine is on all the time, and up to three when there is much to do.</para>
/// </example>
[Cmdlet(VerbsCommon.New, "ReplicateDeployment", SupportsShouldProcess = true)]
[OutputType(typeof(Deployment))]
public sealed class NewReplicateDeploymentCommand : ReplicateCommand
{
    /// <summary>The deployment's name, without an owner.</summary>
    [Parameter(Position = 0, Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string Name { get; set; } = string.Empty;

    /// <summary>
    /// What to deploy: <c>owner/name:version</c>, or <c>owner/name</c> for the newest version. A model, a version or a training
    /// that has succeeded does as well.
    /// </summary>
    [Parameter(Position = 1, Mandatory = true, ValueFromPipeline = true)]
    [Alias("OutputVersion")]
    [ModelTransformation]
    [ArgumentCompleter(typeof(ModelCompleter))]
    public string Model { get; set; } = string.Empty;

    /// <summary>The id of the version, if -Model does not say it. Two different versions are an error.</summary>
    [Parameter]
    public string? Version { get; set; }

    /// <summary>The SKU of its machines, as Get-ReplicateHardware lists them.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [NameTransformation]
    [ArgumentCompleter(typeof(HardwareCompleter))]
    public string Hardware { get; set; } = string.Empty;

    /// <summary>How many machines are always on, 0 to 5; the default is 0.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public int MinInstances { get; set; }

    /// <summary>How many machines there may be, 0 to 20; the default is 1, or -MinInstances if that is more.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public int? MaxInstances { get; set; }

    private protected override object Target => Name;

    internal override async Task RunAsync(IPipeline pipeline, ReplicateClient client)
    {
        DeploymentReference.CheckName(Name);
        ModelReference model = ModelReference.Parse(Model).At(Version);
        DeploymentSettings settings = new()
        {
            Hardware = Hardware,
            MinInstances = MinInstances,
            MaxInstances = MaxInstances ?? System.Math.Max(1, MinInstances),
        };
        settings.Check();
        if (!await pipeline.ShouldProcessAsync(Name, $"Deploy {model} on {Hardware}").ConfigureAwait(false))
        {
            return;
        }

        model = await client.Models.PinAsync(model, pipeline.Stop).ConfigureAwait(false);
        Core.Deployment created = await FaultWithAdvice.OnRefusalAsync(
            client.Deployments.CreateAsync(Name, model, settings, pipeline.Stop), Name, HowToCreate).ConfigureAwait(false);
        pipeline.WriteCreated(new Deployment(created));
    }

    private string? HowToCreate(ReplicateException refused) =>
        refused.Kind == ErrorKind.Conflict ? $"Choose another name, or change the one that there is: Get-ReplicateDeployment | Where-Object Name -eq {Name} | Set-ReplicateDeployment."
        : refused.IsAbout("hardware") ? "Get-ReplicateHardware lists what there is."
        : null;
}
