using System;
using System.Management.Automation;
using System.Text.Json;
using System.Threading.Tasks;
using ReplicatePS.Core;
using ReplicatePS.Pipeline;

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
/// Rows of a CSV file and paths of files are fitted to the model's schema, which is looked up once for that: text becomes numbers, and
/// a column that is no input is an error before anything is sent.
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
/// <operation name="models.versions.get"/>
/// <operation name="deployments.get"/>
/// <operation name="files.create"/>
/// <operation name="predictions.list"/>
/// <example>
/// <summary>Run an official model</summary>
/// <code>New-ReplicatePrediction black-forest-labs/flux-schnell -Input @{ prompt = 'a lighthouse at dawn'; seed = 7 }</code>
/// <para>Shows the prediction as it starts. Wait-ReplicatePrediction waits for its end.</para>
/// </example>
/// <example>
/// <summary>Run a deployment once for each row of a file</summary>
/// <code>Import-Csv ./prompts.csv | New-ReplicatePrediction -Deployment you/my-style | Wait-ReplicatePrediction | Save-ReplicateOutput -Path ./pictures</code>
/// <para>
/// The columns of the file are the names of the inputs, such as prompt and seed. Their text gets the types that the schema of the model has.
/// </para>
/// </example>
/// <example>
/// <summary>Run what a training has made</summary>
/// <code>Wait-ReplicateTraining 9x4k2m7q1xrg80cs5t3b6vhzyn | New-ReplicatePrediction -Input @{ prompt = 'a lighthouse in MYSTYLE' }</code>
/// <para>The training's OutputVersion says what to run.</para>
/// </example>
[Cmdlet(VerbsCommon.New, "ReplicatePrediction", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low)]
[OutputType(typeof(Prediction))]
public sealed class NewReplicatePredictionCommand : RunCommand
{
    /// <summary>Makes the cmdlet. What it starts is not waited for, so its request is kept small: files are uploaded.</summary>
    public NewReplicatePredictionCommand()
    {
        FileMode = "Upload";
    }

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

    internal override async Task RunAsync(IPipeline pipeline, ReplicateClient client)
    {
        client.Webhooks.Check(Webhook, WebhookEvent);
        if (!await AskAsync(pipeline, "Create a prediction").ConfigureAwait(false))
        {
            return;
        }

        await FitAsync(pipeline, client, always: false).ConfigureAwait(false);
        if (await PickUpAsync(pipeline, client).ConfigureAwait(false) is { } known)
        {
            await pipeline.WriteAsync(new Prediction(known) { JobRow = JobRow }).ConfigureAwait(false);
            return;
        }

        Core.Prediction created = await CreateAsync(
            pipeline, client, input => client.Predictions.CreateAsync(Runs, Describe(input), pipeline.Stop)).ConfigureAwait(false);
        await (JobRow?.EndedAsync(created) ?? Task.CompletedTask).ConfigureAwait(false);
        pipeline.WriteStarted(new Prediction(created) { JobRow = JobRow });
    }

    private NewPrediction Describe(JsonElement input) => new()
    {
        Input = input,
        Webhook = Webhook,
        WebhookEvents = WebhookEvent,
        PreferWait = PreferWait is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
        CancelAfter = CancelAfter,
    };
}
