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
/// API operations: GET /predictions/{id}, and GET /predictions for the list. The list is read page by page, as it is needed,
/// and carries no logs. Input, output and log of a prediction are gone an hour after its end.
/// </para>
/// </remarks>
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

    private protected override string[]? Ids => Id;

    internal override async Task RunAsync(IPipeline pipeline, ReplicateClient client)
    {
        if (One is null)
        {
            await pipeline.WritePagesAsync(client.Predictions.ListAsync(pipeline.Stop), First, item => new Prediction(item)).ConfigureAwait(false);
            return;
        }

        await pipeline.WriteAsync(new Prediction(await client.Predictions.GetAsync(One, pipeline.Stop).ConfigureAwait(false))).ConfigureAwait(false);
    }
}
