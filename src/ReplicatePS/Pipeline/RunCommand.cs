using System;
using System.Linq;
using System.Management.Automation;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using ReplicatePS.Completion;
using ReplicatePS.Core;
using ReplicatePS.Transformation;

namespace ReplicatePS.Pipeline;

/// <summary>A cmdlet that runs a model, a version or a deployment, once for each record.</summary>
public abstract class RunCommand : JobCommand
{
    private const string FromJob = "Deserialized.";

    private InputReader _reader = new();
    private JsonObject _input = new();
    private string? _model;
    private long _records;
    private bool _isOfOtherShard;

    /// <summary>
    /// The model: <c>owner/name</c>, or <c>owner/name:version</c>. A model, a version or a training that has succeeded does as well.
    /// </summary>
    [Parameter(Position = 0)]
    [ModelTransformation]
    [ArgumentCompleter(typeof(ModelCompleter))]
    public string? Model { get; set; }

    /// <summary>The id of the version, if -Model does not say it. Without -Model the version alone runs, and nothing is known of its inputs.</summary>
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
    /// The model's inputs: a hashtable, an object or JSON text. Files may be given as FileInfo objects, as paths, as byte arrays and as
    /// streams.
    /// </summary>
    [Parameter(Position = 1)]
    public object? Input { get; set; }

    /// <summary>
    /// A record of the pipeline: inputs as for -Input, such as a row of a CSV file, or a model, version, training or deployment that
    /// is to run. The values of a record are laid over those of -Input; empty cells count as not given.
    /// </summary>
    [Parameter(ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    /// <summary>
    /// Which columns of a record are inputs, where not all are: their names, or a hashtable of column and input, such as
    /// <c>@{ Text = 'prompt' }</c>. The other columns are left out.
    /// </summary>
    [Parameter]
    public object? InputProperty { get; set; }

    /// <summary>
    /// How files get to the model: <c>Upload</c> sends each to Replicate first, the same content once in a pipeline; <c>Inline</c> puts it
    /// into the request; <c>Auto</c> does so with files of up to 256 kB, and uploads the others. Files over 100 MiB are refused.
    /// </summary>
    [Parameter]
    [ValidateSet("Auto", "Upload", "Inline")]
    public string FileMode { get; set; } = "Auto";

    /// <summary>
    /// After which time from its creation Replicate stops the prediction, 5 seconds to 24 hours: a TimeSpan, or text such as
    /// <c>90</c>, <c>90s</c>, <c>5m</c> or <c>1h30m45s</c>. What has not started by then is aborted and costs nothing.
    /// </summary>
    [Parameter]
    [DurationTransformation]
    public TimeSpan? CancelAfter { get; set; }

    /// <summary>
    /// Runs one part of the rows, such as <c>2/8</c>, so that several runbooks share a job. Each row is in one part, whichever place it
    /// has. Give each part a journal of its own; a journal remembers its part, and another number of parts is refused there, as rows would
    /// be paid for again.
    /// </summary>
    [Parameter]
    public string? Shard { get; set; }

    /// <summary>How many predictions are under way at once, 1 to 256; the default is 8.</summary>
    [Parameter]
    [ValidateRange(1, 256)]
    public int ThrottleLimit { get; set; } = 8;

    private protected override int Concurrency => ThrottleLimit;

    private protected override string? Part => Shard;

    private protected override object? Target => (object?)InputObject ?? _model ?? Model;

    /// <summary>The place of the record in the pipeline, from 1; null for inputs that were given as an argument.</summary>
    private protected long? Row { get; private set; }

    /// <summary>The row as the job knows it; null where there is no job.</summary>
    private protected JobRow? JobRow { get; private set; }

    /// <summary>What is run; known when <see cref="AskAsync"/> has been called.</summary>
    private protected RunTarget Runs { get; private set; } = null!;

    internal override void Prepare()
    {
        if (CancelAfter is { } limit)
        {
            RunTime.CheckLimit(limit);
        }

        _reader = _reader.ForNextRecord(CommandRuntime is null ? null : SessionState);
        _input = _reader.Read(Input);
        _model = Model ?? OutputVersion;
        if (InputObject is not null)
        {
            Take(InputObject);
        }
        else if (MyInvocation is { ExpectingInput: true } && OutputVersion is null)
        {
            throw ReplicateException.Invalid("The pipeline brought null instead of an input. Nothing was run.");
        }

        JobRow = Job?.Next(Deployment ?? (Version is null ? _model : $"{_model}:{Version}") ?? string.Empty, _reader.ForJob(_input));
        _isOfOtherShard = Job is not null && JobRow is null;
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        Row = MyInvocation is { ExpectingInput: true } ? ++_records : null;
        base.ProcessRecord();
    }

    private protected override ErrorRecord Report(Exception fault) => Row is { } row ? ErrorRecords.InRow(base.Report(fault), row) : base.Report(fault);

    /// <summary>Checks what was given, and asks whether to go on. Nothing is sent.</summary>
    /// <returns>Whether to go on.</returns>
    private protected async Task<bool> AskAsync(IPipeline pipeline, string action)
    {
        Runs = RunTarget.Parse(_model, Version, Deployment);
        return !_isOfOtherShard && await pipeline.ShouldProcessAsync(Runs.ToString(), action).ConfigureAwait(false);
    }

    /// <summary>Gives the input the types of the model's schema, and finds the files that it names.</summary>
    /// <param name="pipeline">Says when to stop.</param>
    /// <param name="client">Looks the schema up.</param>
    /// <param name="always">Whether to look it up also where nothing was given that depends on it.</param>
    /// <returns>What is known of the model; null where it was not looked up.</returns>
    private protected async Task<RunSchema?> FitAsync(IPipeline pipeline, ReplicateClient client, bool always)
    {
        if (!always && !_reader.HasTextOfRecord && !_reader.NamesFile(_input))
        {
            return null;
        }

        RunSchema schema = await client.Schemas.GetAsync(Runs, pipeline.Stop).ConfigureAwait(false);
        _reader.Fit(_input, schema.Inputs);
        return schema;
    }

    /// <summary>What an earlier run has created for this row; null when it is to be created.</summary>
    private protected async Task<Core.Prediction?> PickUpAsync(IPipeline pipeline, ReplicateClient client)
    {
        if (JobRow is not { MayExist: true } row)
        {
            return null;
        }

        PredictionSearch search = PredictionSearch.Of(Runs, _reader.WithoutFiles(_input), row.SentHash, hasFiles: _reader.HasFiles);
        return await row.PickUpAsync(RunSources.Predictions(client, search), pipeline.Stop).ConfigureAwait(false);
    }

    /// <summary>Uploads the files of the input and creates the prediction; a journal is told of both.</summary>
    private protected async Task<Core.Prediction> CreateAsync(IPipeline pipeline, ReplicateClient client, Func<JsonElement, Task<Core.Prediction>> create)
    {
        await _reader.UploadAsync(pipeline, client, FileMode).ConfigureAwait(false);
        JsonElement input = JsonSerializer.SerializeToElement(_input);
        return await (JobRow is null ? create(input) : JobRow.CreateAsync(input, () => create(input))).ConfigureAwait(false);
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
                _model = new ModelTransformationAttribute().Transform(null!, record)?.ToString();
                break;
            case { } own when own.StartsWith("ReplicatePS.", StringComparison.Ordinal) && InputProperty is null:
                throw ReplicateException.Invalid(
                    $"The pipeline brought '{record}', which is no input. Pipe inputs, or something to run without -Model and -Deployment.");
            case not null when record.BaseObject is PSCustomObject && OutputVersion is not null:
                break;
            default:
                _reader.Overlay(_input, record, InputColumns.Read(InputProperty));
                break;
        }
    }
}
