using System;
using System.Linq;
using System.Management.Automation;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using ReplicatePS.Completion;
using ReplicatePS.Core;
using ReplicatePS.Pipeline;
using ReplicatePS.Transformation;

namespace ReplicatePS.Commands;

/// <summary>Runs a model, a version or a deployment, and returns at once.</summary>
/// <remarks>
/// <para>
/// The route follows from what is to run: an official model, a version, or a deployment. Each prediction is sent once and
/// costs money. A model that is not official runs with its newest version, which costs one more look-up in the first record.
/// </para>
/// <para>
/// Inputs come from -Input, or from the pipeline, one prediction for each record; with both, the record's values are laid
/// over those of -Input. Several records are sent at once, up to -ThrottleLimit; the predictions come in the order in which
/// Replicate took them.
/// </para>
/// <para>
/// Inputs that the model refuses give the error ReplicateInvalidInput. When no answer tells whether a prediction was created,
/// the error is ReplicateOutcomeUnknown, and it is not sent again.
/// </para>
/// <para>
/// With -PreferWait Replicate holds its answer back until the prediction has ended; one that takes longer comes unfinished and
/// goes on. With -CancelAfter Replicate stops it then, also when nobody waits for it.
/// </para>
/// </remarks>
/// <operation name="models.predictions.create" route="POST /models/{owner}/{name}/predictions">
/// <code>New-ReplicatePrediction black-forest-labs/flux-schnell -Input @{ prompt = 'a lighthouse' }</code>
/// </operation>
/// <operation name="predictions.create" route="POST /predictions">
/// <code>New-ReplicatePrediction -Version $version -Input @{ prompt = 'a lighthouse' }</code>
/// </operation>
/// <operation name="deployments.predictions.create" route="POST /deployments/{owner}/{name}/predictions">
/// <code>New-ReplicatePrediction -Deployment you/my-style -Input @{ prompt = 'a lighthouse' }</code>
/// </operation>
/// <operation name="models.get"/>
/// <example>
/// <summary>Run an official model</summary>
/// <code>New-ReplicatePrediction black-forest-labs/flux-schnell -Input @{ prompt = 'a lighthouse at dawn'; seed = 7 }</code>
/// <para>Shows the prediction as it starts. Wait-ReplicatePrediction waits for its end.</para>
/// </example>
/// <example>
/// <summary>Run a deployment once for each row of a file</summary>
/// <code>Import-Csv ./prompts.csv | New-ReplicatePrediction -Deployment you/my-style | Wait-ReplicatePrediction | Save-ReplicateOutput -Path ./pictures</code>
/// <para>
/// The columns of the file are the names of the inputs, such as prompt. They come as text: a column of numbers has to be made
/// one, as in Import-Csv ./prompts.csv | Select-Object prompt, @{ n = 'seed'; e = { [int] $_.seed } }.
/// </para>
/// </example>
/// <example>
/// <summary>Run what a training has made</summary>
/// <code>Wait-ReplicateTraining 9x4k2m7q1xrg80cs5t3b6vhzyn | New-ReplicatePrediction -Input @{ prompt = 'a lighthouse in MYSTYLE' }</code>
/// <para>The training's OutputVersion says what to run.</para>
/// </example>
[Cmdlet(VerbsCommon.New, "ReplicatePrediction", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low)]
[OutputType(typeof(Prediction))]
public sealed class NewReplicatePredictionCommand : ReplicateCommand
{
    private const string FromJob = "Deserialized.";

    private InputReader _reader = new();
    private JsonObject? _input;
    private string? _target;

    /// <summary>
    /// The model: <c>owner/name</c>, or <c>owner/name:version</c>. A model, a version or a training that has succeeded does as well.
    /// </summary>
    [Parameter(Position = 0)]
    [ModelTransformation]
    [ArgumentCompleter(typeof(ModelCompleter))]
    public string? Model { get; set; }

    /// <summary>The id of the version, if -Model does not say it. Without -Model the version alone runs.</summary>
    [Parameter]
    public string? Version { get; set; }

    /// <summary>The deployment to run, <c>owner/name</c>, instead of a model.</summary>
    [Parameter]
    [NameTransformation]
    [ArgumentCompleter(typeof(DeploymentCompleter))]
    public string? Deployment { get; set; }

    /// <summary>The version that a training has made, <c>owner/name:version</c>; it is taken from a training in the pipeline.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? OutputVersion { get; set; }

    /// <summary>
    /// The model's inputs: a hashtable, an object or JSON text. Values that are FileInfo objects are uploaded, the same file
    /// once for the whole pipeline.
    /// </summary>
    [Parameter(Position = 1)]
    public object? Input { get; set; }

    /// <summary>
    /// A record of the pipeline: inputs as for -Input, or a model, version, training or deployment that is to run.
    /// </summary>
    [Parameter(ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    /// <summary>An https URL that Replicate calls when something happens to the prediction. The emulator also calls <c>http://localhost</c>.</summary>
    [Parameter]
    public Uri? Webhook { get; set; }

    /// <summary>What the webhook is called for: <c>Start</c>, <c>Output</c>, <c>Logs</c>, <c>Completed</c>. Needs -Webhook.</summary>
    [Parameter]
    public WebhookEvent[] WebhookEvent { get; set; } = Array.Empty<WebhookEvent>();

    /// <summary>How many seconds to wait for the end, 1 to 60. Without it the prediction comes as it starts.</summary>
    [Parameter]
    [ValidateRange(1, 60)]
    public int? PreferWait { get; set; }

    /// <summary>
    /// After which time from its creation the prediction is stopped, 5 seconds to 24 hours: a TimeSpan, or text such as <c>90</c>,
    /// <c>90s</c>, <c>5m</c> or <c>1h30m45s</c>. What has not started by then is aborted and costs nothing.
    /// </summary>
    [Parameter]
    [DurationTransformation]
    public TimeSpan? CancelAfter { get; set; }

    /// <summary>How many predictions are sent at once, 1 to 256; the default is 8.</summary>
    [Parameter]
    [ValidateRange(1, 256)]
    public int ThrottleLimit { get; set; } = 8;

    private protected override int Concurrency => ThrottleLimit;

    private protected override object? Target => (object?)InputObject ?? _target ?? Model;

    internal override void Prepare()
    {
        _reader = _reader.ForNextRecord();
        _input = _reader.Read(Input);
        _target = Model ?? OutputVersion;
        if (InputObject is not null)
        {
            Take(InputObject);
        }
        else if (MyInvocation is { ExpectingInput: true } && OutputVersion is null)
        {
            throw ReplicateException.Invalid("The pipeline brought null instead of an input. Nothing was run.");
        }
    }

    internal override async Task RunAsync(IPipeline pipeline, ReplicateClient client)
    {
        ModelReference? model = _target is null ? null : ModelReference.Parse(_target).At(Version);
        DeploymentReference? deployment = Deployment is null ? null : DeploymentReference.Parse(Deployment);
        string shown = CheckTarget(model, deployment);
        client.Webhooks.Check(Webhook, WebhookEvent);
        if (CancelAfter is { } limit)
        {
            RunTime.CheckLimit(limit);
        }

        if (!await pipeline.ShouldProcessAsync(shown, "Create a prediction").ConfigureAwait(false))
        {
            return;
        }

        await _reader.UploadAsync(pipeline, client).ConfigureAwait(false);
        NewPrediction prediction = new()
        {
            Input = JsonSerializer.SerializeToElement(_input),
            Webhook = Webhook,
            WebhookEvents = WebhookEvent,
            PreferWait = PreferWait is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
            CancelAfter = CancelAfter,
        };
        Core.Prediction created = deployment is not null ? await client.Predictions.CreateAsync(deployment, prediction, pipeline.Stop).ConfigureAwait(false)
            : model is not null ? await client.Predictions.CreateAsync(model, prediction, pipeline.Stop).ConfigureAwait(false)
            : await client.Predictions.CreateByVersionAsync(Version!, prediction, pipeline.Stop).ConfigureAwait(false);
        pipeline.WriteStarted(new Prediction(created));
    }

    /// <summary>What the pipeline brings is what to run or what to run it with. Objects that came from a job count as what they were.</summary>
    private void Take(PSObject record)
    {
        string type = record.TypeNames.FirstOrDefault() ?? string.Empty;
        bool isOpen = Model is null && Deployment is null;
        switch (type.StartsWith(FromJob, StringComparison.Ordinal) ? type.Substring(FromJob.Length) : type)
        {
            case "ReplicatePS.Deployment" when isOpen:
                Deployment = record.Properties["FullName"]?.Value?.ToString();
                break;
            case "ReplicatePS.Model" or "ReplicatePS.ModelVersion" or "ReplicatePS.Training" or "ReplicatePS.SearchResult" when isOpen:
                _target = new ModelTransformationAttribute().Transform(null!, record)?.ToString();
                break;
            case { } own when own.StartsWith("ReplicatePS.", StringComparison.Ordinal):
                throw ReplicateException.Invalid(
                    $"The pipeline brought '{record}', which is no input. Pipe inputs, or something to run without -Model and -Deployment.");
            case not null when record.BaseObject is PSCustomObject && OutputVersion is not null:
                break;
            default:
                _reader.Overlay(_input!, record);
                break;
        }
    }

    private string CheckTarget(ModelReference? model, DeploymentReference? deployment)
    {
        if (deployment is not null && (model is not null || Version is not null))
        {
            throw ReplicateException.Invalid("A deployment and a model were given. Give one of them: a deployment knows its model and version.");
        }

        return deployment?.ToString() ?? model?.ToString() ?? Version
            ?? throw ReplicateException.Invalid("Nothing was given to run. Give -Model, -Version or -Deployment.");
    }
}
