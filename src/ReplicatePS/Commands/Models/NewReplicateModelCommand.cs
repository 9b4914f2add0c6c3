using System.Management.Automation;
using System.Threading.Tasks;
using ReplicatePS.Completion;
using ReplicatePS.Core;
using ReplicatePS.Pipeline;
using ReplicatePS.Transformation;

namespace ReplicatePS.Commands;

/// <summary>Creates a model, which trainings push their versions to.</summary>
/// <remarks>
/// <para>
/// The model is empty until a training or a push gives it a version. New-ReplicateTraining with -CreateDestination creates
/// it on its own.
/// </para>
/// <para>A name that is taken gives the error ReplicateConflict; hardware that models cannot have gives ReplicateInvalidInput.</para>
/// </remarks>
/// <operation name="models.create" route="POST /models">
/// <code>New-ReplicateModel you/new-style -Hardware gpu-l40s</code>
/// </operation>
/// <example>
/// <summary>Create a private model</summary>
/// <code>New-ReplicateModel you/my-style -Hardware gpu-l40s</code>
/// <para>The model is yours alone. Its versions run on one L40S.</para>
/// </example>
/// <example>
/// <summary>Create a public model with its texts</summary>
/// <code>New-ReplicateModel you/my-style -Hardware gpu-l40s -Visibility public -Description 'Lighthouses in watercolour'</code>
/// <para>Everybody can run a public model.</para>
/// </example>
[Cmdlet(VerbsCommon.New, "ReplicateModel", SupportsShouldProcess = true)]
[OutputType(typeof(Model))]
public sealed class NewReplicateModelCommand : ReplicateCommand
{
    /// <summary>The name, <c>owner/name</c>. The owner is your account or an organization of yours.</summary>
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(DestinationCompleter))]
    public string Model { get; set; } = string.Empty;

    /// <summary>The SKU that its versions run on, as Get-ReplicateHardware lists them.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [NameTransformation]
    [ArgumentCompleter(typeof(HardwareCompleter))]
    public string Hardware { get; set; } = string.Empty;

    /// <summary><c>private</c> or <c>public</c>; the default is private.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateSet("private", "public")]
    public string Visibility { get; set; } = "private";

    /// <summary>What the model does.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? Description { get; set; }

    /// <summary>Where its code is.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? GitHubUrl { get; set; }

    /// <summary>Where its paper is.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? PaperUrl { get; set; }

    /// <summary>Where its licence is.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? LicenseUrl { get; set; }

    /// <summary>The URL of a picture for its page.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? CoverImageUrl { get; set; }

    private protected override object Target => Model;

    internal override async Task RunAsync(IPipeline pipeline, ReplicateClient client)
    {
        ModelReference reference = ModelReference.ParseUnpinned(Model, "a model name");
        if (!await pipeline.ShouldProcessAsync(reference.FullName, $"Create a {Visibility} model").ConfigureAwait(false))
        {
            return;
        }

        NewModel model = new()
        {
            Owner = reference.Owner,
            Name = reference.Name,
            Hardware = Hardware,
            Visibility = Visibility.ToLowerInvariant(),
            Description = Description,
            GitHubUrl = GitHubUrl,
            PaperUrl = PaperUrl,
            LicenseUrl = LicenseUrl,
            CoverImageUrl = CoverImageUrl,
        };
        Core.Model created = await FaultWithAdvice.OnRefusalAsync(client.Models.CreateAsync(model, pipeline.Stop), Model, HowToCreate).ConfigureAwait(false);
        pipeline.WriteCreated(new Model(created));
    }

    private string? HowToCreate(ReplicateException refused) =>
        refused.Kind == ErrorKind.Conflict ? $"Choose another name, or take the one that there is: Get-ReplicateModel {Model}."
        : refused.Kind == ErrorKind.Forbidden ? "The owner is your account or an organization of yours: (Get-ReplicateAccount).Username."
        : refused.IsAbout("hardware") ? "Get-ReplicateHardware lists what there is; models cannot have all of it."
        : null;
}
