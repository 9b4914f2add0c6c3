using System;
using System.Management.Automation;
using System.Threading.Tasks;
using ReplicatePS.Completion;
using ReplicatePS.Core;
using ReplicatePS.Pipeline;
using ReplicatePS.Transformation;

namespace ReplicatePS.Commands;

/// <summary>Gets models: by name, or all public ones.</summary>
/// <remarks>
/// <para>
/// A version in a name plays no part. The list is read page by page, as it is needed; a page holds 25 models and may have
/// some megabytes, so take -First where you can.
/// </para>
/// <para>Find-ReplicateModel finds models by words.</para>
/// </remarks>
/// <operation name="models.get" route="GET /models/{owner}/{name}" set="Name">
/// <code>Get-ReplicateModel black-forest-labs/flux-schnell</code>
/// </operation>
/// <operation name="models.list" route="GET /models" set="List">
/// <code>Get-ReplicateModel -First 10</code>
/// </operation>
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
/// <example>
/// <summary>See the newest models</summary>
/// <code>Get-ReplicateModel -SortBy ModelCreatedAt -Descending -First 10</code>
/// <para>Asks for one page, no more.</para>
/// </example>
[Cmdlet(VerbsCommon.Get, "ReplicateModel", DefaultParameterSetName = ListSet)]
[OutputType(typeof(Model))]
public sealed class GetReplicateModelCommand : IdCommand
{
    private const string ListSet = "List";
    private const string NameSet = "Name";

    // Texts, as a field of an enum of the core would load the core with the module.
    private const string ByLatestVersion = "LatestVersionCreatedAt";
    private const string ByModel = "ModelCreatedAt";

    /// <summary>The models, <c>owner/name</c> each. Without them all public models are listed.</summary>
    [Parameter(Position = 0, Mandatory = true, ParameterSetName = NameSet, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ModelTransformation]
    [ArgumentCompleter(typeof(ModelCompleter))]
    public string[]? Model { get; set; }

    /// <summary>
    /// What the list is ordered by: <c>LatestVersionCreatedAt</c> or <c>ModelCreatedAt</c>; the default is LatestVersionCreatedAt,
    /// newest first.
    /// </summary>
    [Parameter(ParameterSetName = ListSet)]
    [ValidateSet(ByLatestVersion, ByModel)]
    public string? SortBy { get; set; }

    /// <summary>Lists the newest first. Without it a list for which -SortBy is given begins with the oldest.</summary>
    [Parameter(ParameterSetName = ListSet)]
    public SwitchParameter Descending { get; set; }

    /// <summary>How many models to list at most, 1 or more; the default is all.</summary>
    [Parameter(ParameterSetName = ListSet)]
    [ValidateRange(1, int.MaxValue)]
    public int First { get; set; } = int.MaxValue;

    private protected override string[]? Ids => Model;

    internal override async Task RunAsync(IPipeline pipeline, ReplicateClient client)
    {
        if (One is null)
        {
            bool isDescending = Descending || SortBy is null;
            ModelSort sort = string.Equals(SortBy, ByModel, StringComparison.OrdinalIgnoreCase) ? ModelSort.ModelCreatedAt : ModelSort.LatestVersionCreatedAt;
            await pipeline.WritePagesAsync(
                client.Models.ListAsync(sort, isDescending, pipeline.Stop), First, item => new Model(item)).ConfigureAwait(false);
            return;
        }

        Core.Model model = await client.Models.GetAsync(ModelReference.Parse(One), pipeline.Stop).ConfigureAwait(false);
        await pipeline.WriteAsync(new Model(model)).ConfigureAwait(false);
    }
}
