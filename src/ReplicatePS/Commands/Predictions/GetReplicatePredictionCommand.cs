using System;
using System.Linq;
using System.Management.Automation;
using System.Threading.Tasks;
using ReplicatePS.Completion;
using ReplicatePS.Core;
using ReplicatePS.Pipeline;
using ReplicatePS.Transformation;

namespace ReplicatePS.Commands;

/// <summary>Gets predictions: by id, or all of them, newest first.</summary>
/// <remarks>
/// <para>
/// The list is read page by page, as it is needed, and carries no logs. Input, output and log of a prediction are gone an
/// hour after its end.
/// </para>
/// <para>
/// -CreatedAfter, -CreatedBefore and -Source are heeded by Replicate. -Model, -Version and -Status are heeded here, on the
/// pages as they come, so give a time or -First with them: reading ends as soon as -First have been found.
/// </para>
/// </remarks>
/// <operation name="predictions.get" route="GET /predictions/{id}" set="Id">
/// <code>Get-ReplicatePrediction $prediction</code>
/// </operation>
/// <operation name="predictions.list" route="GET /predictions" set="List">
/// <code>Get-ReplicatePrediction -First 10</code>
/// </operation>
/// <example>
/// <summary>See the latest predictions</summary>
/// <code>Get-ReplicatePrediction -First 10</code>
/// <para>Asks for one page, no more.</para>
/// </example>
/// <example>
/// <summary>See all of one prediction</summary>
/// <code>Get-ReplicatePrediction 7k2m9q4xw1rg80cs5t3b6vhzyn | Format-List *</code>
/// <para>Shows its input, output, log, times and links.</para>
/// </example>
/// <example>
/// <summary>See what failed today</summary>
/// <code>Get-ReplicatePrediction -Status failed -CreatedAfter (Get-Date).Date | Format-Table Id, Model, Error</code>
/// <para>Only today's predictions are asked for.</para>
/// </example>
[Cmdlet(VerbsCommon.Get, "ReplicatePrediction", DefaultParameterSetName = ListSet)]
[OutputType(typeof(Prediction))]
public sealed class GetReplicatePredictionCommand : IdCommand
{
    private const string ListSet = "List";
    private const string IdSet = "Id";

    /// <summary>The ids. Without them all predictions are listed.</summary>
    [Parameter(Position = 0, Mandatory = true, ParameterSetName = IdSet, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [NameTransformation]
    [ArgumentCompleter(typeof(PredictionIdCompleter))]
    public string[]? Id { get; set; }

    /// <summary>How many predictions to list at most, 1 or more; the default is all.</summary>
    [Parameter(ParameterSetName = ListSet)]
    [ValidateRange(1, int.MaxValue)]
    public int First { get; set; } = int.MaxValue;

    /// <summary>Lists only predictions that were created at this time or later.</summary>
    [Parameter(ParameterSetName = ListSet)]
    [TimeTransformation]
    public DateTimeOffset? CreatedAfter { get; set; }

    /// <summary>Lists only predictions that were created before this time.</summary>
    [Parameter(ParameterSetName = ListSet)]
    [TimeTransformation]
    public DateTimeOffset? CreatedBefore { get; set; }

    /// <summary><c>web</c> lists only predictions that were created on the web site, in the last 14 days.</summary>
    [Parameter(ParameterSetName = ListSet)]
    [ValidateSet("web")]
    public string? Source { get; set; }

    /// <summary>Lists only predictions of this model, <c>owner/name</c>, or of one version, <c>owner/name:version</c>.</summary>
    [Parameter(ParameterSetName = ListSet)]
    [ModelTransformation]
    [ArgumentCompleter(typeof(ModelCompleter))]
    public string? Model { get; set; }

    /// <summary>Lists only predictions of the version with this id.</summary>
    [Parameter(ParameterSetName = ListSet)]
    public string? Version { get; set; }

    /// <summary>
    /// Lists only predictions of these states: any of <c>starting</c>, <c>processing</c>, <c>succeeded</c>, <c>failed</c>,
    /// <c>canceled</c> and <c>aborted</c>.
    /// </summary>
    [Parameter(ParameterSetName = ListSet)]
    [ValidateSet(RunStatus.Starting, RunStatus.Processing, RunStatus.Succeeded, RunStatus.Failed, RunStatus.Canceled, RunStatus.Aborted)]
    public string[]? Status { get; set; }

    private protected override string[]? Ids => Id;

    internal override async Task RunAsync(IPipeline pipeline, ReplicateClient client)
    {
        if (One is null)
        {
            PredictionFilter filter = new() { CreatedAfter = CreatedAfter, CreatedBefore = CreatedBefore, Source = Source?.ToLowerInvariant() };
            ModelReference? model = Model is null ? null : ModelReference.Parse(Model);
            string? version = model is not null ? model.At(Version).Version : Version is null ? null : ModelReference.CheckVersion(Version);
            await pipeline.WritePagesAsync(
                client.Predictions.ListAsync(filter, pipeline.Stop),
                First,
                item => new Prediction(item),
                item => IsWanted(item, model?.FullName, version)).ConfigureAwait(false);
            return;
        }

        await pipeline.WriteAsync(new Prediction(await client.Predictions.GetAsync(One, pipeline.Stop).ConfigureAwait(false))).ConfigureAwait(false);
    }

    private bool IsWanted(Core.Prediction prediction, string? model, string? version) =>
        (model is null || string.Equals(prediction.Model, model, StringComparison.OrdinalIgnoreCase))
        && (version is null || prediction.Version == version)
        && (Status is null || Status.Contains(prediction.Status, StringComparer.OrdinalIgnoreCase));
}
