using System;
using System.Management.Automation;
using System.Threading.Tasks;
using ReplicatePS.Completion;
using ReplicatePS.Core;
using ReplicatePS.Pipeline;
using ReplicatePS.Transformation;

namespace ReplicatePS.Commands;

/// <summary>Gets trainings: by id, or all of them, newest first.</summary>
/// <remarks>
/// <para>The list is read page by page, as it is needed.</para>
/// </remarks>
/// <operation name="trainings.get" route="GET /trainings/{id}" set="Id">
/// <code>Get-ReplicateTraining $training</code>
/// </operation>
/// <operation name="trainings.list" route="GET /trainings" set="List">
/// <code>Get-ReplicateTraining</code>
/// </operation>
/// <example>
/// <summary>See the latest trainings</summary>
/// <code>Get-ReplicateTraining -First 10</code>
/// <para>Asks for one page, no more.</para>
/// </example>
/// <example>
/// <summary>Pick up a training that was started in another session</summary>
/// <code>Get-ReplicateTraining 9x4k2m7q1xrg80cs5t3b6vhzyn | Wait-ReplicateTraining -ShowLog</code>
/// <para>The id is all that is needed.</para>
/// </example>
[Cmdlet(VerbsCommon.Get, "ReplicateTraining", DefaultParameterSetName = ListSet)]
[OutputType(typeof(Training))]
public sealed class GetReplicateTrainingCommand : IdCommand
{
    private const string ListSet = "List";
    private const string IdSet = "Id";

    /// <summary>The ids. Without them all trainings are listed.</summary>
    [Parameter(Position = 0, Mandatory = true, ParameterSetName = IdSet, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [NameTransformation]
    [ArgumentCompleter(typeof(TrainingIdCompleter))]
    public string[]? Id { get; set; }

    /// <summary>How many trainings to list at most, 1 or more; the default is all.</summary>
    [Parameter(ParameterSetName = ListSet)]
    [ValidateRange(1, int.MaxValue)]
    public int First { get; set; } = int.MaxValue;

    /// <summary>Lists only trainings that were created at this time or later.</summary>
    [Parameter(ParameterSetName = ListSet)]
    [TimeTransformation]
    public DateTimeOffset? CreatedAfter { get; set; }

    /// <summary>Lists only trainings that were created before this time.</summary>
    [Parameter(ParameterSetName = ListSet)]
    [TimeTransformation]
    public DateTimeOffset? CreatedBefore { get; set; }

    /// <summary>Lists only trainings by this trainer, <c>owner/name</c>, or by one version of it, <c>owner/name:version</c>.</summary>
    [Parameter(ParameterSetName = ListSet)]
    [ModelTransformation]
    [ArgumentCompleter(typeof(ModelCompleter))]
    public string? Model { get; set; }

    /// <summary>The destination, which Replicate does not report before the end; it is taken from a training in the pipeline.</summary>
    [Parameter(ParameterSetName = IdSet, ValueFromPipelineByPropertyName = true, DontShow = true)]
    public string? Destination { get; set; }

    private protected override string[]? Ids => Id;

    internal override async Task RunAsync(IPipeline pipeline, ReplicateClient client)
    {
        if (One is null)
        {
            ModelReference? model = Model is null ? null : ModelReference.Parse(Model);
            await pipeline.WritePagesAsync(
                client.Trainings.ListAsync(CreatedAfter, CreatedBefore, pipeline.Stop),
                First,
                item => new Training(item),
                item => IsWanted(item, model)).ConfigureAwait(false);
            return;
        }

        Core.Training training = await client.Trainings.GetAsync(One, pipeline.Stop).ConfigureAwait(false);
        await pipeline.WriteAsync(new Training(training, Destination)).ConfigureAwait(false);
    }

    private static bool IsWanted(Core.Training training, ModelReference? model) =>
        model is null
        || (string.Equals(training.Model, model.FullName, StringComparison.OrdinalIgnoreCase) && (model.Version is null || training.Version == model.Version));
}
