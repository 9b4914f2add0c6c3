using System;
using System.Management.Automation;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using ReplicatePS.Completion;
using ReplicatePS.Core;
using ReplicatePS.Pipeline;
using ReplicatePS.Transformation;

namespace ReplicatePS.Commands;

/// <summary>Starts to fine-tune a model and returns at once.</summary>
/// <remarks>
/// <para>
/// A training is sent once and costs money. It runs for minutes to hours: Wait-ReplicateTraining waits for the end, and the id
/// picks it up again in another session.
/// </para>
/// <para>
/// When it has succeeded, the training's OutputVersion is a new version of the destination. It binds to New-ReplicateDeployment
/// and New-ReplicatePrediction.
/// </para>
/// <para>
/// A destination that does not exist gives the error ReplicateNotFound, unless -CreateDestination creates it. What is wrong
/// with a name, the dataset or the webhook, or an input that the trainer does not take, gives ReplicateInvalidInput, and no
/// training starts. When no answer tells whether one was started, the error is ReplicateOutcomeUnknown.
/// </para>
/// </remarks>
/// <operation name="trainings.create" route="POST /models/{owner}/{name}/versions/{version}/trainings">
/// <code>New-ReplicateTraining ostris/flux-dev-lora-trainer -Latest -Destination you/new-style -Dataset ./pictures</code>
/// </operation>
/// <operation name="models.get"/>
/// <operation name="models.versions.get"/>
/// <operation name="models.create"/>
/// <operation name="files.create"/>
/// <operation name="trainings.list"/>
/// <example>
/// <summary>Fine-tune an image model on a folder of pictures</summary>
/// <code>New-ReplicateTraining ostris/flux-dev-lora-trainer -Latest -Destination you/my-style -CreateDestination -Dataset ./pictures -Input @{ trigger_word = 'MYSTYLE'; steps = 500 }</code>
/// <para>Zips and uploads the folder, creates the model you/my-style if there is none, and starts the training.</para>
/// </example>
/// <example>
/// <summary>Train, wait and deploy in one pipeline</summary>
/// <code>New-ReplicateTraining ostris/flux-dev-lora-trainer -Latest -Destination you/my-style -CreateDestination -Dataset ./pictures |
///     Wait-ReplicateTraining |
///     New-ReplicateDeployment -Name my-style -Hardware gpu-l40s</code>
/// <para>The new version is deployed as soon as the training has succeeded. If it fails, nothing is deployed.</para>
/// </example>
/// <example>
/// <summary>Pin the trainer, give the inputs yourself, and be called when it ends</summary>
/// <code>$trainer = Get-ReplicateModelVersion ostris/flux-dev-lora-trainer -First 1
/// New-ReplicateTraining $trainer -Destination you/my-style -Input '{ "input_images": "https://example.com/pictures.zip" }' -Webhook https://example.com/done -WebhookEvent completed</code>
/// <para>The input is JSON here; a hashtable or an object does as well.</para>
/// </example>
[Cmdlet(VerbsCommon.New, "ReplicateTraining", SupportsShouldProcess = true, HelpUri = "https://replicate.com/docs/topics/models/create-a-training")]
[OutputType(typeof(Training))]
public sealed class NewReplicateTrainingCommand : JobCommand
{
    private readonly InputReader _reader = new();
    private JsonObject? _input;
    private JobRow? _row;
    private ReplicatePS.Dataset? _dataset;

    /// <summary>
    /// The trainer: <c>owner/name:version</c>, or <c>owner/name</c> together with -Version or -Latest. A version from
    /// Get-ReplicateModelVersion does as well.
    /// </summary>
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ModelTransformation]
    [ArgumentCompleter(typeof(ModelCompleter))]
    public string Model { get; set; } = string.Empty;

    /// <summary>The id of the trainer's version, if -Model does not say it. Two different versions are an error.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? Version { get; set; }

    /// <summary>Takes the trainer's newest version. It may differ from one day to the next; scripts had better pin one.</summary>
    [Parameter]
    public SwitchParameter Latest { get; set; }

    /// <summary>The model that the new version is pushed to, <c>owner/name</c>. It must be yours and exist, unless -CreateDestination is given.</summary>
    [Parameter(Position = 1, Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(DestinationCompleter))]
    public string Destination { get; set; } = string.Empty;

    /// <summary>Creates the destination first, and is content when it exists.</summary>
    [Parameter]
    public SwitchParameter CreateDestination { get; set; }

    /// <summary>Who sees the destination when it is created: <c>private</c>, the default, or <c>public</c>.</summary>
    [Parameter]
    [ValidateSet("private", "public")]
    public string Visibility { get; set; } = "private";

    /// <summary>What the destination runs on when it is created, as Get-ReplicateHardware lists it; the default is gpu-l40s.</summary>
    [Parameter]
    [NameTransformation]
    [ArgumentCompleter(typeof(HardwareCompleter))]
    public string Hardware { get; set; } = "gpu-l40s";

    /// <summary>
    /// The trainer's inputs: a hashtable, an object or JSON text; none are needed where the trainer needs none. Values that
    /// are FileInfo objects are uploaded.
    /// </summary>
    [Parameter(Position = 2, ValueFromPipelineByPropertyName = true)]
    public object? Input { get; set; }

    /// <summary>
    /// What to train on: a folder, whose pictures (png, jpg, jpeg, webp) and caption files are zipped, or a zip file, or the
    /// https URL of one. Files are uploaded, up to 100 MiB.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [PathTransformation]
    public string? Dataset { get; set; }

    /// <summary>The name of the trainer's input that takes the dataset, where its schema leaves that open.</summary>
    [Parameter]
    public string? DatasetKey { get; set; }

    /// <summary>An https URL that Replicate calls when something happens to the training. The emulator also calls <c>http://localhost</c>.</summary>
    [Parameter]
    public Uri? Webhook { get; set; }

    /// <summary>What the webhook is called for: <c>Start</c>, <c>Output</c>, <c>Logs</c>, <c>Completed</c>. Needs -Webhook.</summary>
    [Parameter]
    public WebhookEvent[] WebhookEvent { get; set; } = Array.Empty<WebhookEvent>();

    private protected override object Target => Model;

    internal override void Prepare()
    {
        _input = _reader.Read(Input);
        _dataset = string.IsNullOrEmpty(Dataset) ? null : new ReplicatePS.Dataset(Dataset!, ResolvePath);
        _row = Job?.Next($"{Model} {Version} to {Destination} of {Dataset}", _reader.ForJob(_input));
    }

    internal override async Task RunAsync(IPipeline pipeline, ReplicateClient client)
    {
        ModelReference destination = ModelReference.ParseUnpinned(Destination, "a destination");
        ModelReference trainer = CheckPinned(ModelReference.Parse(Model).At(Version));
        client.Webhooks.Check(Webhook, WebhookEvent);
        Core.Hardware.CheckSku(Hardware);
        CheckDataset();
        if (!await pipeline.ShouldProcessAsync(destination.FullName, $"Train with {trainer}").ConfigureAwait(false))
        {
            return;
        }

        trainer = await client.Models.PinAsync(trainer, pipeline.Stop).ConfigureAwait(false);
        if (_row is { MayExist: true } row && await row.PickUpAsync(SourceOf(client, trainer, row.SentHash), pipeline.Stop).ConfigureAwait(false) is { } known)
        {
            await pipeline.WriteAsync(new Training(known, destination.FullName) { JobRow = _row }).ConfigureAwait(false);
            return;
        }

        string? datasetKey = _dataset is null ? null : await FindDatasetKeyAsync(pipeline, client, trainer).ConfigureAwait(false);
        await _reader.UploadAsync(pipeline, client).ConfigureAwait(false);
        if (datasetKey is not null)
        {
            _input![datasetKey] = await _dataset!.UploadAsync(pipeline, client).ConfigureAwait(false);
        }

        // After the uploads, so that a dataset that is refused leaves no empty model behind.
        if (CreateDestination)
        {
            await CreateAsync(pipeline, client, destination).ConfigureAwait(false);
        }

        NewTraining training = new()
        {
            Trainer = trainer,
            Destination = destination,
            Input = JsonSerializer.SerializeToElement(_input),
            Webhook = Webhook,
            WebhookEvents = WebhookEvent,
        };
        Task<Core.Training> started = _row?.CreateAsync(training.Input, () => StartAsync(pipeline, client, training)) ?? StartAsync(pipeline, client, training);
        pipeline.WriteStarted(new Training(await started.ConfigureAwait(false), destination.FullName) { JobRow = _row });
    }

    private RunSource<Core.Training> SourceOf(ReplicateClient client, ModelReference trainer, string? inputHash) => RunSources.Trainings(client, PredictionSearch.Of(
        RunTarget.Of(trainer), _reader.WithoutFiles(_input!), inputHash, hasFiles: _reader.HasFiles || _dataset is not null));

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        if (!CreateDestination && (MyInvocation.BoundParameters.ContainsKey(nameof(Hardware)) || MyInvocation.BoundParameters.ContainsKey(nameof(Visibility))))
        {
            WriteWarning("-Hardware and -Visibility describe the model that -CreateDestination creates. Without it they do nothing: the trainer knows what it runs on.");
        }
    }

    private void CheckDataset()
    {
        if (DatasetKey is not null && _dataset is null)
        {
            throw ReplicateException.Invalid($"-DatasetKey {DatasetKey} was given without -Dataset. Give the folder or zip to put there.");
        }

        _dataset?.Check();
    }

    private ModelReference CheckPinned(ModelReference trainer)
    {
        if (Latest && trainer.Version is not null)
        {
            throw ReplicateException.Invalid($"-Latest was given, but the trainer is pinned to version {trainer.Version}. Give one of them.");
        }

        return Latest || trainer.Version is not null
            ? trainer
            : throw ReplicateException.Invalid(
                $"Trainings need a version of {trainer}. Pin one, as {trainer.FullName}:<version> or with -Version, or take the newest with -Latest. Get-ReplicateModelVersion {trainer.FullName} lists them.");
    }

    private async Task<string> FindDatasetKeyAsync(IPipeline pipeline, ReplicateClient client, ModelReference trainer)
    {
        Core.ModelVersion version = await client.Models.GetVersionAsync(trainer, pipeline.Stop).ConfigureAwait(false);
        string key = DatasetKey ?? ReplicatePS.Dataset.KeyFor(version, trainer);
        return _input!.ContainsKey(key) ? throw ReplicateException.Invalid($"The input '{key}' is given by -Dataset and by -Input. Give one of them.") : key;
    }

    private async Task CreateAsync(IPipeline pipeline, ReplicateClient client, ModelReference destination)
    {
        NewModel model = new() { Owner = destination.Owner, Name = destination.Name, Hardware = Hardware, Visibility = Visibility.ToLowerInvariant() };
        if (await client.Models.CreateIfMissingAsync(model, pipeline.Stop).ConfigureAwait(false))
        {
            pipeline.Verbose($"Created the {model.Visibility} model {destination}.");
        }
    }

    private static async Task<Core.Training> StartAsync(IPipeline pipeline, ReplicateClient client, NewTraining training)
    {
        try
        {
            return await client.Trainings.CreateAsync(training, pipeline.Stop).ConfigureAwait(false);
        }
        catch (ReplicateException missing) when (TrainingsApi.IsMissingDestination(missing))
        {
            string name = training.Destination.FullName;
            string advice = $"New-ReplicateModel {name} -Hardware gpu-l40s creates it, and so does -CreateDestination.";
            throw new FaultWithAdvice(ErrorRecords.From(missing, name, advice));
        }
    }
}
