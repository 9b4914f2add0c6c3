using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using ReplicatePS.Core;
using ReplicatePS.Pipeline;

namespace ReplicatePS.Commands;

/// <summary>Runs a model, a version or a deployment, waits for the end, and returns the output itself.</summary>
/// <remarks>
/// <para>
/// API operations: GET /models/{owner}/{name} for the model's schema, once a minute; POST /models/{owner}/{name}/predictions, POST
/// /predictions for versions and community models, POST /deployments/{owner}/{name}/predictions; GET /predictions/{id} for what takes
/// longer than 10 seconds. Each prediction is sent once and costs money.
/// </para>
/// <para>
/// Inputs come from -Input, or from the pipeline, one run for each record; with both, the record's values are laid over those of
/// -Input. They are fitted to the schema before anything is sent: the text of a CSV file becomes numbers, true or false and lists, paths
/// become files, and a row with an input that is missing, misspelt or out of bounds is one error that names the row. The other rows
/// go on.
/// </para>
/// <para>
/// Text that a language model makes in pieces is joined. Files are objects with Url, FileName and ContentType, which
/// Save-ReplicateOutput takes; nothing is downloaded before. Lists come item by item. Each result has a PredictionId, and in a pipeline
/// the properties Row and InputObject, which tell what it came of.
/// </para>
/// <para>
/// -ThrottleLimit runs are under way at once, and results come as they are made, or with -KeepOrder in the order of the rows. A consumer
/// that is slow slows the runs down. When the pipeline is stopped, what still runs is canceled with -CancelOnStop; without it the ids are
/// named in a warning, as far as Replicate has given them.
/// </para>
/// </remarks>
/// <example>
/// <summary>Draw a picture and save it</summary>
/// <code>Invoke-ReplicateModel black-forest-labs/flux-schnell @{ prompt = 'a lighthouse at dawn' } | Save-ReplicateOutput -Path ./pictures</code>
/// <para>Shows the file that was written.</para>
/// </example>
/// <example>
/// <summary>Run a model for each row of a file, sixteen at once</summary>
/// <code>Import-Csv ./prompts.csv | Invoke-ReplicateModel black-forest-labs/flux-schnell -ThrottleLimit 16 | Save-ReplicateOutput -Path ./out</code>
/// <para>The columns are the names of the inputs. Each picture is written as soon as it is there.</para>
/// </example>
/// <example>
/// <summary>Ask a language model</summary>
/// <code>Invoke-ReplicateModel meta/meta-llama-3-8b-instruct @{ prompt = 'Why is the sea salty?' }</code>
/// <para>The answer is one string.</para>
/// </example>
/// <example>
/// <summary>Enlarge the pictures of a folder</summary>
/// <code>Get-ChildItem ./small -Filter *.png |
///     Invoke-ReplicateModel nightmareai/real-esrgan -InputProperty @{ FullName = 'image' } -Input @{ scale = 2 } |
///     Save-ReplicateOutput -Path ./large</code>
/// <para>The property FullName of each record becomes the input image.</para>
/// </example>
/// <example>
/// <summary>Keep question and answer together</summary>
/// <code>Import-Csv ./questions.csv |
///     Invoke-ReplicateModel meta/meta-llama-3-8b-instruct -InputProperty prompt -KeepOrder |
///     Select-Object @{ n = 'Question'; e = { $_.InputObject.prompt } }, @{ n = 'Answer'; e = { "$_" } }</code>
/// <para>Of each row only the column prompt is an input.</para>
/// </example>
[Cmdlet(VerbsLifecycle.Invoke, "ReplicateModel", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low)]
[OutputType(typeof(string), typeof(OutputFile), typeof(PSObject), typeof(Prediction))]
public sealed class InvokeReplicateModelCommand : RunCommand
{
    private readonly RunTurns _turns = new();
    private readonly UnseenCreates _unseen = new();
    private RunTurn? _turn;

    /// <summary>How long to wait for the end of each run, in seconds, 1 to 86400; the default is 3600, an hour. What takes longer goes on at Replicate.</summary>
    [Parameter]
    [ValidateRange(1, 86400)]
    public int TimeoutSec { get; set; } = 3600;

    /// <summary>Returns the predictions that succeeded instead of their output.</summary>
    [Parameter]
    public SwitchParameter AsPrediction { get; set; }

    /// <summary>Returns results in the order of the rows, not in that of their ends.</summary>
    [Parameter]
    public SwitchParameter KeepOrder { get; set; }

    /// <summary>Cancels what still runs when the pipeline is stopped. The time that it ran is billed.</summary>
    [Parameter]
    public SwitchParameter CancelOnStop { get; set; }

    internal override void Prepare()
    {
        base.Prepare();
        _turn = KeepOrder ? _turns.Next() : null;
    }

    internal override async Task RunAsync(IPipeline pipeline, ReplicateClient client)
    {
        try
        {
            if (await AskAsync(pipeline, "Run the model").ConfigureAwait(false))
            {
                (JsonObject input, RunSchema? schema) = await FillInAsync(pipeline, client, always: true).ConfigureAwait(false);
                NewPrediction prediction = new() { Input = JsonSerializer.SerializeToElement(input), CancelAfter = CancelAfter };
                await RunAsync(pipeline, client, prediction, schema!).ConfigureAwait(false);
            }
        }
        finally
        {
            await (_turn?.EndAsync() ?? Task.CompletedTask).ConfigureAwait(false);
        }
    }

    private protected override ErrorRecord Report(Exception fault) => base.Report(
        fault is ReplicateException { Kind: ErrorKind.WaitTimeout, Id: { } id } late
            ? new FaultWithAdvice(ErrorRecords.From(late, Target, $"Wait-ReplicatePrediction {id} goes on waiting."))
            : fault);

    private async Task RunAsync(IPipeline pipeline, ReplicateClient client, NewPrediction prediction, RunSchema schema)
    {
        ModelRun run = new(pipeline, client, _unseen)
        {
            Bound = TimeSpan.FromSeconds(TimeoutSec),
            CancelOnStop = CancelOnStop,
        };
        Core.Prediction created = await run.CreateAsync(Runs, prediction).ConfigureAwait(false);
        Core.Prediction ended = await run.EndAsync(created, outputWillDo: !AsPrediction).ConfigureAwait(false);
        await (_turn?.Comes ?? Task.CompletedTask).ConfigureAwait(false);
        RunTrace trace = new(ended.Id, Row, InputObject);
        await pipeline.WriteMadeAsync(Made(ended, new RunOutput(schema, client)).Select(trace.AddTo).ToArray(), ended.Id).ConfigureAwait(false);
    }

    private IReadOnlyList<object> Made(Core.Prediction ended, RunOutput output)
    {
        Prediction prediction = new(ended);
        return ended.HasEnded && ended.Status != RunStatus.Succeeded ? throw new FaultWithAdvice(ErrorRecords.FromEnded(prediction, "Prediction", Target))
            : AsPrediction ? new[] { prediction }
            : output.Read(ended) ?? throw new FaultWithAdvice(ErrorRecords.FromNothing(prediction, Target));
    }
}
