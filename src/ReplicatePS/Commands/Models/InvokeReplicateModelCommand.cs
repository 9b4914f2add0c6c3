using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Threading.Tasks;
using ReplicatePS.Core;
using ReplicatePS.Pipeline;

namespace ReplicatePS.Commands;

/// <summary>Runs a model, a version or a deployment, waits for the end, and returns the output itself.</summary>
/// <remarks>
/// <para>
/// The model's schema is read once a minute at most. Each prediction is sent once and costs money. What ends within ten seconds is one
/// request; what takes longer is looked at again, and many together by their list.
/// </para>
/// <para>
/// Inputs come from -Input, or from the pipeline, one run for each record; with both, the record's values are laid over those of
/// -Input. They are fitted to the schema before anything is sent: text becomes numbers, true or false and lists, paths become files, and a
/// row with an input that is missing, misspelt or out of bounds is one error that names the row. The other rows go on.
/// </para>
/// <para>
/// Text that a language model makes in pieces is joined. Files are objects with Url, FileName and ContentType, which
/// Save-ReplicateOutput takes; nothing is downloaded before. Lists come item by item. Each result has a PredictionId and a Model, and in a
/// pipeline the properties Row and InputObject, which tell what it came of.
/// </para>
/// <para>
/// -ThrottleLimit runs are under way at once, and results come as they are made, or with -KeepOrder in the order of the rows. A consumer
/// that is slow slows the runs down. When the pipeline is stopped, what still runs is canceled with -CancelOnStop; without it the ids are
/// named in a warning, as far as Replicate has given them.
/// </para>
/// </remarks>
/// <operation name="models.get"/><operation name="models.versions.get"/><operation name="deployments.get"/>
/// <operation name="files.create"/>
/// <operation name="models.predictions.create"/><operation name="predictions.create"/><operation name="deployments.predictions.create"/>
/// <operation name="predictions.get"/><operation name="predictions.list"/><operation name="predictions.cancel"/>
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
/// <summary>Ask a language model, and see the words as they are made</summary>
/// <code>Invoke-ReplicateModel meta/meta-llama-3-8b-instruct @{ prompt = 'Why is the sea salty?' } -Stream</code>
/// <para>Without -Stream the answer comes at the end, as one string.</para>
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
    private WordFlow? _flow;
    private RunProgress? _progress;
    private RunAllowance? _allowance;

    /// <summary>How long to wait for the end of each run once it is sent, in seconds, 1 to 86400; the default is 3600, an hour. What takes longer goes on at Replicate.</summary>
    [Parameter]
    [ValidateRange(1, 86400)]
    public int TimeoutSec { get; set; } = 3600;

    /// <summary>Returns the predictions that succeeded instead of their output.</summary>
    [Parameter]
    public SwitchParameter AsPrediction { get; set; }

    /// <summary>
    /// Returns text piece by piece, as the model makes it; at a prompt the words flow in one line. Of several runs the pieces of one come
    /// before those of the next.
    /// </summary>
    [Parameter]
    public SwitchParameter Stream { get; set; }

    /// <summary>Returns results in the order of the rows, not in that of their ends.</summary>
    [Parameter]
    public SwitchParameter KeepOrder { get; set; }

    /// <summary>Cancels what still runs when the pipeline is stopped. The time that it ran is billed.</summary>
    [Parameter]
    public SwitchParameter CancelOnStop { get; set; }

    /// <summary>
    /// How many seconds of compute the whole pipeline may cost, 1 or more. No row starts that would go beyond it, counting what has
    /// ended as Replicate reports it and what runs as the mean of that; the first runs alone. What runs is finished, and the rows that
    /// were not started are reported in one error, ReplicateBudgetReached.
    /// </summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int? MaximumRunSeconds { get; set; }

    /// <summary>What progress calls the run.</summary>
    private string Name => Row is { } row ? $"row {row}" : Deployment ?? Model ?? Version ?? string.Empty;

    internal override void Prepare()
    {
        if (Stream && AsPrediction)
        {
            throw ReplicateException.Invalid("-Stream and -AsPrediction were given. Give one of them: a prediction comes when it has ended.");
        }

        base.Prepare();
        _turn = KeepOrder || Stream ? _turns.Next() : null;
    }

    internal override async Task RunAsync(IPipeline pipeline, ReplicateClient client)
    {
        try
        {
            if (await AskAsync(pipeline, "Run the model").ConfigureAwait(false))
            {
                RunSchema schema = (await FitAsync(pipeline, client, always: true).ConfigureAwait(false))!;
                Core.Prediction? known = await PickUpAsync(pipeline, client).ConfigureAwait(false);
                Task<Core.Prediction> RunRowAsync() => RunAsync(pipeline, client, schema, known);
                await (known is null && _allowance is not null
                    ? _allowance.RunAsync(Row, InputObject, RunRowAsync, pipeline.Stop)
                    : RunRowAsync()).ConfigureAwait(false);
            }
        }
        catch
        {
            _progress?.Ended(Name, hasSucceeded: false);
            throw;
        }
        finally
        {
            await (_turn?.EndAsync() ?? Task.CompletedTask).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        _flow = Stream ? WordFlow.For(this) : null;

        // Words that flow show by themselves that something goes on.
        _progress = Stream ? null : new RunProgress(this, "Running models");
        _allowance = MaximumRunSeconds is { } seconds ? new RunAllowance(seconds) : null;
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        base.EndProcessing();
        if (_allowance?.Report() is { } unstarted)
        {
            WriteError(unstarted);
        }
    }

    private protected override void Emit(object value)
    {
        if (_flow is null)
        {
            base.Emit(value);
        }
        else
        {
            _flow.Write(value, WriteObject);
        }
    }

    private protected override ErrorRecord Report(Exception fault) => base.Report(
        fault is ReplicateException { Kind: ErrorKind.WaitTimeout, Id: { } id } late
            ? new FaultWithAdvice(ErrorRecords.From(late, Target, $"Wait-ReplicatePrediction {id} goes on waiting."))
            : fault);

    private async Task<Core.Prediction> RunAsync(IPipeline pipeline, ReplicateClient client, RunSchema schema, Core.Prediction? known)
    {
        _progress?.Started(Name, Name);
        ModelRun run = new(pipeline, client, _unseen)
        {
            Bound = TimeSpan.FromSeconds(TimeoutSec),
            CancelOnStop = CancelOnStop,
            IsLive = Stream,
            NeedsLog = () => _progress?.Shows(Name) == true,
            Seen = run => _progress?.Seen(Name, run),
        };
        Core.Prediction created = known ?? await CreateAsync(
            pipeline, client, input => run.CreateAsync(Runs, input, CancelAfter)).ConfigureAwait(false);
        RunOutput output = new(schema, client, JobRow);
        Core.Prediction ended = await (Stream && !created.HasEnded
            ? FollowAsync(pipeline, run, output, created)
            : EndAsync(pipeline, run, output, created)).ConfigureAwait(false);
        _progress?.Ended(Name, hasSucceeded: true);
        return ended;
    }

    private async Task<Core.Prediction> EndAsync(IPipeline pipeline, ModelRun run, RunOutput output, Core.Prediction created)
    {
        bool outputWillDo = !AsPrediction && _allowance is null && JobRow is not { IsKept: true };
        Core.Prediction ended = await run.EndAsync(created, outputWillDo).ConfigureAwait(false);
        await KeepAsync(ended).ConfigureAwait(false);
        await (_turn?.Comes ?? Task.CompletedTask).ConfigureAwait(false);
        PSObject[] made = Made(ended, output).Select(new RunTrace(ended, Row, InputObject).AddTo).ToArray();
        await pipeline.WriteMadeAsync(made, ended.Id).ConfigureAwait(false);
        return ended;
    }

    private async Task<Core.Prediction> FollowAsync(IPipeline pipeline, ModelRun run, RunOutput output, Core.Prediction created)
    {
        RunTrace trace = new(created, Row, InputObject);
        RunPieces pieces = new(
            _turn?.Comes ?? Task.CompletedTask,
            piece => pipeline.WriteMadeAsync(new[] { trace.AddTo(output.Of(piece, created)) }, created.Id));
        Core.Prediction ended = await run.FollowAsync(created, pieces.TakeAsync).ConfigureAwait(false);
        await pieces.EndAsync().ConfigureAwait(false);
        await pipeline.RunAsync(() => _flow?.End()).ConfigureAwait(false);
        await KeepAsync(ended).ConfigureAwait(false);
        Check(ended);
        return pieces.HasAny || ended.Output is not null ? ended : throw new FaultWithAdvice(ErrorRecords.FromNothing(new Prediction(ended), Target));
    }

    private Task KeepAsync(Core.Prediction prediction) => JobRow?.EndedAsync(prediction) ?? Task.CompletedTask;

    private IReadOnlyList<object> Made(Core.Prediction ended, RunOutput output)
    {
        Check(ended);
        return AsPrediction
            ? new[] { new Prediction(ended) { JobRow = JobRow } }
            : output.Read(ended) ?? throw new FaultWithAdvice(ErrorRecords.FromNothing(new Prediction(ended), Target));
    }

    private void Check(Core.Prediction prediction)
    {
        if (prediction.HasEnded && prediction.Status != RunStatus.Succeeded)
        {
            throw new FaultWithAdvice(ErrorRecords.FromEnded(new Prediction(prediction), "Prediction", Target)) { Seconds = prediction.Seconds };
        }
    }
}
