using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Management.Automation;
using System.Net.Http;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using ReplicatePS.Completion;
using ReplicatePS.Core;
using ReplicatePS.Pipeline;
using ReplicatePS.Transformation;

namespace ReplicatePS.Commands;

/// <summary>Looks for a prediction whose id is not known, such as one that was sent and never answered.</summary>
/// <remarks>
/// <para>
/// The list of predictions is read until the time is over. Gives every prediction that matches, and says whether that is one,
/// none or several. None is an answer, not an error: count what comes.
/// </para>
/// <para>
/// The error ReplicateOutcomeUnknown names this command with all that it needs. The error itself can be piped in as well, which
/// compares the inputs one by one. Nothing is created.
/// </para>
/// <para>
/// Inputs are the same whatever their order; 1 is the same as 1.0. Secrets, which are not shown again, and files count as
/// alike. If no prediction has just the inputs that were sent, those that have more, such as defaults, are given. Inputs
/// are gone an hour after the end: predictions without them are given last, with a warning.
/// </para>
/// </remarks>
/// <operation name="predictions.list"/>
/// <operation name="account.get"/>
/// <example>
/// <summary>Look for what an error leaves open</summary>
/// <code>$Error[0] | Find-ReplicatePrediction | Wait-ReplicatePrediction</code>
/// <para>If it was created, it is waited for, and need not be paid for twice.</para>
/// </example>
/// <example>
/// <summary>Look for a prediction by its inputs</summary>
/// <code>Find-ReplicatePrediction black-forest-labs/flux-schnell -Input @{ prompt = 'a lighthouse at dawn' } -CreatedAfter (Get-Date).AddMinutes(-30)</code>
/// <para>Gives all predictions of the last half hour that were run with this prompt.</para>
/// </example>
[Cmdlet(VerbsCommon.Find, "ReplicatePrediction", DefaultParameterSetName = TermsSet)]
[OutputType(typeof(Prediction))]
public sealed class FindReplicatePredictionCommand : ReplicateCommand
{
    private const string TermsSet = "Terms";
    private const string ErrorSet = "Error";

    private JsonElement? _input;

    /// <summary>The model, <c>owner/name</c>, or one version of it, <c>owner/name:version</c>.</summary>
    [Parameter(Position = 0, ParameterSetName = TermsSet)]
    [ModelTransformation]
    [ArgumentCompleter(typeof(ModelCompleter))]
    public string? Model { get; set; }

    /// <summary>The id of the version, if -Model does not say it.</summary>
    [Parameter(ParameterSetName = TermsSet)]
    public string? Version { get; set; }

    /// <summary>The deployment that it runs on, <c>owner/name</c>.</summary>
    [Parameter(ParameterSetName = TermsSet)]
    [NameTransformation]
    [ArgumentCompleter(typeof(DeploymentCompleter))]
    public string? Deployment { get; set; }

    /// <summary>The inputs that were sent: a hashtable, an object or JSON text.</summary>
    [Parameter(Position = 1, ParameterSetName = TermsSet)]
    public object? Input { get; set; }

    /// <summary>The hash of the inputs that were sent, as the error ReplicateOutcomeUnknown has it: 64 hex digits.</summary>
    [Parameter(ParameterSetName = TermsSet)]
    [ValidatePattern("^[0-9a-fA-F]{64}$")]
    public string? InputHash { get; set; }

    /// <summary>When it was sent, by this machine's clock. If Replicate's differs, that is allowed for.</summary>
    [Parameter(ParameterSetName = TermsSet)]
    [TimeTransformation]
    public DateTimeOffset? Around { get; set; }

    /// <summary>How long before and after -Around, or the time in the error, it may have been created; the default is 5 minutes.</summary>
    [Parameter]
    public TimeSpan Within { get; set; } = LookUp.Within;

    /// <summary>It was created at this time or later. Without any time, the last hour is looked through.</summary>
    [Parameter(ParameterSetName = TermsSet)]
    [TimeTransformation]
    public DateTimeOffset? CreatedAfter { get; set; }

    /// <summary>It was created before this time.</summary>
    [Parameter(ParameterSetName = TermsSet)]
    [TimeTransformation]
    public DateTimeOffset? CreatedBefore { get; set; }

    /// <summary>The error ReplicateOutcomeUnknown of New-ReplicatePrediction or Invoke-ReplicateModel.</summary>
    [Parameter(ParameterSetName = ErrorSet, Mandatory = true, ValueFromPipeline = true)]
    public ErrorRecord? ErrorRecord { get; set; }

    private protected override object? Target => (object?)ErrorRecord?.TargetObject ?? Model ?? Deployment ?? Version;

    internal override void Prepare()
    {
        if (Input is not null)
        {
            List<InputFile> files = new();
            JsonObject input = PowerShellJson.ToInput(Input, files);
            files.ForEach(file => file.ReplaceBy("file:"));
            _input = JsonSerializer.SerializeToElement(input);
        }
    }

    internal override async Task RunAsync(IPipeline pipeline, ReplicateClient client)
    {
        if (ErrorRecord is not null)
        {
            TakeError(ErrorRecord);
        }

        if (Around is not null && (CreatedAfter is not null || CreatedBefore is not null))
        {
            throw ReplicateException.Invalid("-Around and -CreatedAfter or -CreatedBefore say different things of the time. Give one of them.");
        }

        ModelReference? model = Model is null ? null : ModelReference.Parse(Model);
        string? version = model is not null ? model.At(Version).Version : Version is null ? null : ModelReference.CheckVersion(Version);
        string? deployment = Deployment is null ? null : DeploymentReference.Parse(Deployment).ToString();
        if (Around is { } sent)
        {
            // The clocks may have been nearer to each other when it was sent.
            TimeSpan skew = await client.Requests.ReadSkewAsync(pipeline.Stop).ConfigureAwait(false);
            if (skew != TimeSpan.Zero)
            {
                pipeline.Verbose($"Replicate's clock differs from this machine's by {skew.TotalSeconds:0} s, which is allowed for.");
            }

            CreatedAfter = sent - Within.Duration() + (skew < TimeSpan.Zero ? skew : TimeSpan.Zero);
            CreatedBefore = sent + Within.Duration() + (skew > TimeSpan.Zero ? skew : TimeSpan.Zero);
        }

        PredictionSearch search = new()
        {
            From = CreatedAfter ?? (CreatedBefore ?? DateTimeOffset.UtcNow) - TimeSpan.FromHours(1),
            Until = CreatedBefore,
            Model = model?.FullName,
            Version = version,
            Deployment = deployment,
            Input = _input,
            InputHash = InputHash?.ToLowerInvariant(),
        };
        PredictionMatches found = await search.RunAsync(client.Predictions, pipeline.Stop).ConfigureAwait(false);
        Say(pipeline, search, found);
        await pipeline.WriteAllAsync(found.Predictions.Select(one => (object)new Prediction(one)).ToArray()).ConfigureAwait(false);
    }

    private void TakeError(ErrorRecord record)
    {
        CreateAttempt attempt = (record.Exception as ReplicateApiException)?.Attempt
            ?? throw ReplicateException.Invalid("This error leaves nothing open: only ReplicateOutcomeUnknown, as it was written in this session, has what to look for.");
        if (!attempt.Path.EndsWith("/predictions", StringComparison.Ordinal))
        {
            throw ReplicateException.Invalid($"What this error leaves open is no prediction. Look for it with {LookUp.Of(attempt)}");
        }

        Around = attempt.SentAt;
        Model = attempt.Deployment is null ? attempt.Model : null;
        Version = attempt.Version;
        Deployment = attempt.Deployment;
        _input = attempt.Input;
    }

    private static void Say(IPipeline pipeline, PredictionSearch search, PredictionMatches found)
    {
        int count = found.Predictions.Count;
        string window = $"between {search.From:u} and {(search.Until is { } until ? until.ToString("u", CultureInfo.InvariantCulture) : "now")}";
        if (count > 0 && !found.AreInputsKnown)
        {
            pipeline.Warning($"The inputs of {count} predictions {window} could not be compared: Replicate does not show them any more. Each of them may be the one.");
        }
        else if (count > 1)
        {
            pipeline.Warning($"Several matches: {count} predictions {window} were sent alike. Which of them belongs to which command cannot be told.");
        }
        else
        {
            pipeline.Information(count == 1
                ? $"One match: {found.Predictions[0].Id}. Compared: {found.Compared}, created {window}."
                : $"No match. Compared: {found.Compared}, created {window}. If it was sent just now, look once more in a minute.");
        }

        if (count > 0 && found.AreRedirected)
        {
            pipeline.Warning($"No prediction runs version {search.Version}; the one that was found runs version {found.Predictions[0].Version}, to which its owner may have redirected it.");
        }
    }
}
