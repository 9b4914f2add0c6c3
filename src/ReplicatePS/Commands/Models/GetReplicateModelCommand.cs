using System;
using System.Management.Automation;
using System.Threading.Tasks;
using ReplicatePS.Completion;
using ReplicatePS.Core;
using ReplicatePS.Pipeline;
using ReplicatePS.Transformation;

namespace ReplicatePS.Commands;

/// <summary>Gets models by name.</summary>
/// <remarks>
/// <para>API operation: GET /models/{owner}/{name}. A version in the name plays no part.</para>
/// </remarks>
/// <example>
/// <summary>Get a model</summary>
/// <code>Get-ReplicateModel black-forest-labs/flux-schnell</code>
/// <para>Shows what it does, whether it is official, and its newest version.</para>
/// </example>
/// <example>
/// <summary>Get several models</summary>
/// <code>'black-forest-labs/flux-schnell', 'nightmareai/real-esrgan' | Get-ReplicateModel | Format-List *</code>
/// <para>A name that does not exist gives an error; the others go on.</para>
/// </example>
[Cmdlet(VerbsCommon.Get, "ReplicateModel")]
[OutputType(typeof(Model))]
public sealed class GetReplicateModelCommand : IdCommand
{
    /// <summary>The models, <c>owner/name</c> each.</summary>
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ModelTransformation]
    [ArgumentCompleter(typeof(ModelCompleter))]
    public string[] Model { get; set; } = Array.Empty<string>();

    private protected override string[] Ids => Model;

    internal override async Task RunAsync(IPipeline pipeline, ReplicateClient client)
    {
        Core.Model model = await client.Models.GetAsync(ModelReference.Parse(One), pipeline.Stop).ConfigureAwait(false);
        await pipeline.WriteAsync(new Model(model)).ConfigureAwait(false);
    }
}
