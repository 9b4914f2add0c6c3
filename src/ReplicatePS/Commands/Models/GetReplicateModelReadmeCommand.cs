using System;
using System.Management.Automation;
using System.Threading.Tasks;
using ReplicatePS.Completion;
using ReplicatePS.Core;
using ReplicatePS.Pipeline;
using ReplicatePS.Transformation;

namespace ReplicatePS.Commands;

/// <summary>Gets the readmes of models as Markdown.</summary>
/// <remarks>
/// <para>A model without a readme gives the error ReplicateNotFound.</para>
/// </remarks>
/// <operation name="models.readme.get" route="GET /models/{owner}/{name}/readme">
/// <code>Get-ReplicateModelReadme black-forest-labs/flux-schnell</code>
/// </operation>
/// <example>
/// <summary>Read a readme</summary>
/// <code>Get-ReplicateModelReadme black-forest-labs/flux-schnell</code>
/// <para>Shows the Markdown. In PowerShell 7, Show-Markdown renders it.</para>
/// </example>
/// <example>
/// <summary>Keep a readme</summary>
/// <code>Get-ReplicateModelReadme nightmareai/real-esrgan | Set-Content ./real-esrgan.md</code>
/// <para>The readme is one text.</para>
/// </example>
[Cmdlet(VerbsCommon.Get, "ReplicateModelReadme")]
[OutputType(typeof(string))]
public sealed class GetReplicateModelReadmeCommand : IdCommand
{
    /// <summary>The models, <c>owner/name</c> each.</summary>
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ModelTransformation]
    [ArgumentCompleter(typeof(ModelCompleter))]
    public string[] Model { get; set; } = Array.Empty<string>();

    private protected override string[] Ids => Model;

    internal override async Task RunAsync(IPipeline pipeline, ReplicateClient client) =>
        await pipeline.WriteAsync(await client.Models.GetReadmeAsync(ModelReference.Parse(One), pipeline.Stop).ConfigureAwait(false)).ConfigureAwait(false);
}
