using System;
using System.Management.Automation;
using System.Threading.Tasks;
using ReplicatePS.Completion;
using ReplicatePS.Core;
using ReplicatePS.Pipeline;
using ReplicatePS.Transformation;

namespace ReplicatePS.Commands;

/// <summary>Changes the texts of models of your own.</summary>
/// <remarks>
/// <para>
/// What is not given stays as it is; an empty text takes away what is there. Name, visibility, hardware and cover image of a
/// model can be changed on its page only.
/// </para>
/// <para>
/// The model is read first, and its readme where one is given. Where all that is given is there already, nothing is sent; a warning says
/// so, and the model comes out as it is. Otherwise all that is given is sent. -WhatIf sends nothing at all, and so cannot tell.
/// </para>
/// </remarks>
/// <operation name="models.update" route="PATCH /models/{owner}/{name}">
/// <code>Set-ReplicateModel you/my-style -Description 'Lighthouses in watercolour'</code>
/// </operation>
/// <operation name="models.get"/>
/// <operation name="models.readme.get"/>
/// <example>
/// <summary>Describe a model</summary>
/// <code>Set-ReplicateModel you/my-style -Description 'Lighthouses in watercolour' -LicenseUrl https://opensource.org/license/mit</code>
/// <para>Shows the model as it is then.</para>
/// </example>
/// <example>
/// <summary>Give a model its readme</summary>
/// <code>Set-ReplicateModel you/my-style -Readme "# My style`nWrite MYSTYLE into the prompt."</code>
/// <para>A readme is Markdown. Get-Content ./README.md -Raw reads one from a file.</para>
/// </example>
[Cmdlet(VerbsCommon.Set, "ReplicateModel", SupportsShouldProcess = true)]
[OutputType(typeof(Model))]
public sealed class SetReplicateModelCommand : IdCommand
{
    /// <summary>The models, <c>owner/name</c> each.</summary>
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ModelTransformation]
    [ArgumentCompleter(typeof(DestinationCompleter))]
    public string[] Model { get; set; } = Array.Empty<string>();

    /// <summary>What the model does.</summary>
    [Parameter]
    [AllowEmptyString]
    public string? Description { get; set; }

    /// <summary>Its readme, in Markdown.</summary>
    [Parameter]
    [AllowEmptyString]
    public string? Readme { get; set; }

    /// <summary>Where its code is.</summary>
    [Parameter]
    [AllowEmptyString]
    public string? GitHubUrl { get; set; }

    /// <summary>Where its paper is.</summary>
    [Parameter]
    [AllowEmptyString]
    public string? PaperUrl { get; set; }

    /// <summary>Where its weights are.</summary>
    [Parameter]
    [AllowEmptyString]
    public string? WeightsUrl { get; set; }

    /// <summary>Where its licence is.</summary>
    [Parameter]
    [AllowEmptyString]
    public string? LicenseUrl { get; set; }

    private protected override string[] Ids => Model;

    internal override async Task RunAsync(IPipeline pipeline, ReplicateClient client)
    {
        ModelReference model = ModelReference.Parse(One);
        ModelChange change = new()
        {
            Description = Description,
            Readme = Readme,
            GitHubUrl = GitHubUrl,
            PaperUrl = PaperUrl,
            WeightsUrl = WeightsUrl,
            LicenseUrl = LicenseUrl,
        };
        if (change.IsEmpty)
        {
            throw ReplicateException.Invalid(
                $"Nothing was given to change about {model.FullName}. Give -Description, -Readme, -GitHubUrl, -PaperUrl, -WeightsUrl or -LicenseUrl.");
        }

        if (!await pipeline.ShouldProcessAsync(model.FullName, "Change the model").ConfigureAwait(false))
        {
            return;
        }

        Core.Model shown = await client.Models.GetAsync(model, pipeline.Stop).ConfigureAwait(false);
        if (change.IsDoneIn(shown) && await HasReadmeAsync(client, model, pipeline).ConfigureAwait(false))
        {
            pipeline.Warning($"Nothing was changed: model {model.FullName} has these texts already.");
        }
        else
        {
            shown = await FaultWithAdvice.OnRefusalAsync(client.Models.UpdateAsync(model, change, pipeline.Stop), One!, HowToChange).ConfigureAwait(false);
        }

        await pipeline.WriteAsync(new Model(shown)).ConfigureAwait(false);
    }

    private async Task<bool> HasReadmeAsync(ReplicateClient client, ModelReference model, IPipeline pipeline)
    {
        if (Readme is null)
        {
            return true;
        }

        try
        {
            return await client.Models.GetReadmeAsync(model, pipeline.Stop).ConfigureAwait(false) == Readme;
        }
        catch (ReplicateException none) when (none.Kind == ErrorKind.NotFound)
        {
            return Readme.Length == 0;
        }
    }

    private static string? HowToChange(ReplicateException refused) =>
        refused.Kind == ErrorKind.Forbidden ? "Only the owner can change a model. Get-ReplicateAccount shows whose token this is." : null;
}
