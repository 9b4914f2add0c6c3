using System;
using System.Management.Automation;
using System.Threading.Tasks;
using ReplicatePS.Completion;
using ReplicatePS.Core;
using ReplicatePS.Pipeline;
using ReplicatePS.Transformation;

namespace ReplicatePS.Commands;

/// <summary>Gets the versions of a model, newest first.</summary>
/// <remarks>
/// <para>Pages are asked for as they are needed.</para>
/// </remarks>
/// <operation name="models.versions.get" route="GET /models/{owner}/{name}/versions/{version}">
/// <code>Get-ReplicateModelVersion you/my-style -Version $version</code>
/// </operation>
/// <operation name="models.versions.list" route="GET /models/{owner}/{name}/versions">
/// <code>Get-ReplicateModelVersion you/my-style</code>
/// </operation>
/// <example>
/// <summary>See the versions of a model</summary>
/// <code>Get-ReplicateModelVersion ostris/flux-dev-lora-trainer -First 5</code>
/// <para>The column Trainable says which versions New-ReplicateTraining can fine-tune.</para>
/// </example>
/// <example>
/// <summary>Pin the newest version</summary>
/// <code>$version = Get-ReplicateModelVersion ostris/flux-dev-lora-trainer -First 1
/// "$version"</code>
/// <para>As text a version is owner/name:version, which every -Model parameter takes.</para>
/// </example>
[Cmdlet(VerbsCommon.Get, "ReplicateModelVersion")]
[OutputType(typeof(ModelVersion))]
public sealed class GetReplicateModelVersionCommand : ReplicateCommand
{
    /// <summary>The model, <c>owner/name</c>, or <c>owner/name:version</c> for that version.</summary>
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ModelTransformation]
    [ArgumentCompleter(typeof(ModelCompleter))]
    public string Model { get; set; } = string.Empty;

    /// <summary>The id of one version. Without it all are listed.</summary>
    [Parameter(Position = 1)]
    public string? Version { get; set; }

    /// <summary>How many versions to list at most, 1 or more; the default is all.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int First { get; set; } = int.MaxValue;

    private protected override object Target => Model;

    internal override async Task RunAsync(IPipeline pipeline, ReplicateClient client)
    {
        ModelReference model = ModelReference.Parse(Model).At(Version);
        Func<Core.ModelVersion, ModelVersion> wrap = version => new ModelVersion(version, model.FullName);
        if (model.Version is not null)
        {
            await pipeline.WriteAsync(wrap(await client.Models.GetVersionAsync(model, pipeline.Stop).ConfigureAwait(false))).ConfigureAwait(false);
            return;
        }

        await pipeline.WritePagesAsync(client.Models.ListVersionsAsync(model, pipeline.Stop), First, wrap).ConfigureAwait(false);
    }
}
