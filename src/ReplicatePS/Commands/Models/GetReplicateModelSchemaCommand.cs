using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Threading.Tasks;
using ReplicatePS.Completion;
using ReplicatePS.Core;
using ReplicatePS.Pipeline;
using ReplicatePS.Transformation;

namespace ReplicatePS.Commands;

/// <summary>Gets what a model takes and gives: each input with its type, default, bounds and choices.</summary>
/// <remarks>
/// <para>
/// The schema is that of the newest version, or of the one that is named. Inputs come in the order that the author gave
/// them. All that the schema says of one is in its property Schema.
/// </para>
/// <para>A version without a schema, and a version that cannot be trained where -Kind is Training, give an error.</para>
/// </remarks>
/// <operation name="models.get"/>
/// <operation name="models.versions.get"/>
/// <example>
/// <summary>See the inputs of a model</summary>
/// <code>Get-ReplicateModelSchema black-forest-labs/flux-schnell</code>
/// <para>Shows a table of the inputs. Those that are required are marked.</para>
/// </example>
/// <example>
/// <summary>See what a training takes</summary>
/// <code>Get-ReplicateModelSchema ostris/flux-dev-lora-trainer -Kind Training | Where-Object Type -eq file</code>
/// <para>Shows which inputs of New-ReplicateTraining take a file, such as the dataset.</para>
/// </example>
[Cmdlet(VerbsCommon.Get, "ReplicateModelSchema")]
[OutputType(typeof(SchemaField))]
public sealed class GetReplicateModelSchemaCommand : ReplicateCommand
{
    /// <summary>The model: <c>owner/name</c> for its newest version, or <c>owner/name:version</c>.</summary>
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ModelTransformation]
    [ArgumentCompleter(typeof(ModelCompleter))]
    public string Model { get; set; } = string.Empty;

    /// <summary>The id of the version, if -Model does not say it. Two different versions are an error.</summary>
    [Parameter]
    public string? Version { get; set; }

    /// <summary>What to see: <c>Input</c>, <c>Output</c> or <c>Training</c>; the default is Input.</summary>
    [Parameter(Position = 1)]
    [ValidateSet("Input", "Output", "Training")]
    public string Kind { get; set; } = "Input";

    private protected override object Target => Model;

    internal override async Task RunAsync(IPipeline pipeline, ReplicateClient client)
    {
        SchemaKind kind = (SchemaKind)Enum.Parse(typeof(SchemaKind), Kind, ignoreCase: true);
        ModelReference model = ModelReference.Parse(Model).At(Version);
        Core.ModelVersion? version = model.Version is null
            ? (await client.Models.GetAsync(model, pipeline.Stop).ConfigureAwait(false)).LatestVersion
            : await client.Models.GetVersionAsync(model, pipeline.Stop).ConfigureAwait(false);
        if (version is null)
        {
            throw new ReplicateException(ErrorKind.NotFound, $"The model {model} has no version yet, and so no schema.");
        }

        IReadOnlyList<Core.SchemaField> fields = version.ReadSchema(kind) ?? throw new ReplicateException(
            ErrorKind.NotFound,
            kind == SchemaKind.Training && version.OpenApiSchema is not null
                ? $"The version {version.Id} of {model.FullName} cannot be trained."
                : $"The version {version.Id} of {model.FullName} has no schema of its {Kind.ToString().ToLowerInvariant()}.");
        string name = $"{model.FullName}:{version.Id}";
        await pipeline.WriteAllAsync(fields.Select(field => new SchemaField(field, name)).ToArray()).ConfigureAwait(false);
    }
}
