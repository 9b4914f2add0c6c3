using System.Collections;
using System.IO;
using System.Management.Automation;
using System.Threading.Tasks;
using ReplicatePS.Completion;
using ReplicatePS.Core;
using ReplicatePS.Pipeline;
using ReplicatePS.Saving;
using ReplicatePS.Transformation;

namespace ReplicatePS.Commands;

/// <summary>Saves the files that predictions have made.</summary>
/// <remarks>
/// <para>
/// Replicate removes outputs an hour after they were made, so save them in time. Files are found at any depth of an output,
/// also where they stand in it as data URIs. They come from hosts other than the API's, which do not get the token; only the API's own
/// file URLs do.
/// </para>
/// <para>
/// Several files are fetched at once, and a file goes out as soon as it is there. It has a temporary name until every byte of it
/// has come. A download that is cut goes on where it stopped; where the server cannot do that, it begins anew, up to three
/// times. Length and checksum are compared where the server tells them.
/// </para>
/// <para>
/// Files of a prediction are called after its id: saving again keeps those that are there, and hands them on, unless -Force is given.
/// So it is with -FileName where the name holds {id}. A file of any other name gets a number where the name is taken. Names never
/// leave the folder, whatever a URL, a server or an input says.
/// </para>
/// <para>
/// Each file that cannot be had is one error, and the others go on. Files that are gone give the error ReplicateNotFound.
/// </para>
/// </remarks>
/// <operation name="predictions.get"/>
/// <operation name="trainings.get"/>
/// <example>
/// <summary>Run a model and save its picture</summary>
/// <code>New-ReplicatePrediction black-forest-labs/flux-schnell -Input @{ prompt = 'a lighthouse at dawn' } |
///     Wait-ReplicatePrediction |
///     Save-ReplicateOutput -Path ./pictures</code>
/// <para>Shows the file that was written. The folder is made if there is none.</para>
/// </example>
/// <example>
/// <summary>Save the outputs of the last predictions</summary>
/// <code>Get-ReplicatePrediction -First 20 | Where-Object Status -eq succeeded | Save-ReplicateOutput -Path ./pictures | Select-Object Name, Length, Url</code>
/// <para>Each file carries its Url and PredictionId.</para>
/// </example>
/// <example>
/// <summary>Call the files after what was asked for</summary>
/// <code>Get-ReplicatePrediction -First 20 | Where-Object Status -eq succeeded | Save-ReplicateOutput ./pictures -FileName '{prompt}-{index:00}'</code>
/// <para>Each file gets its ending, and a number where two would have the same name.</para>
/// </example>
[Cmdlet(VerbsData.Save, "ReplicateOutput", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low)]
[OutputType(typeof(FileInfo))]
public sealed class SaveReplicateOutputCommand : ReplicateCommand
{
    private object _given = string.Empty;
    private FileSaver? _saver;
    private NameTemplate? _template;
    private OutputSource? _source;
    private string _folder = string.Empty;

    /// <summary>
    /// What to save: predictions, their ids, files of outputs, or URLs. Where those come through the pipeline, the first argument is
    /// the folder.
    /// </summary>
    [Parameter(Position = 0)]
    [Alias("Id", "Url")]
    [ArgumentCompleter(typeof(PredictionIdCompleter))]
    public PSObject? Prediction { get; set; }

    /// <summary>
    /// The same from the pipeline: predictions, trainings, files of outputs, ids, URLs, and objects that hold them, also those that
    /// came from JSON or from a job. Files that are on disk already are handed on.
    /// </summary>
    [Parameter(ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    /// <summary>The folder to save to, made if there is none; the default is the current folder.</summary>
    [Parameter(Position = 1)]
    [ValidateNotNullOrEmpty]
    [PathTransformation]
    public string? Path { get; set; }

    /// <summary>
    /// How the files are called: text with tokens in braces. {id} is the prediction, {model} its model, {index} the file's place in
    /// the output from 0 ({index:000} with three digits), {name} the file's own name without its ending and {ext} the ending without its dot. Any other
    /// token is an input of the prediction, or a property of the object or of its row, such as {prompt}, of which up to 40
    /// characters count. Where {ext} is left out, the ending is added. What a file system does not take becomes an underscore.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? FileName { get; set; }

    /// <summary>Replaces files that are there, each in one step once the new one is complete.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>How many files are fetched at once, 1 to 64; the default is 8.</summary>
    [Parameter]
    [ValidateRange(1, 64)]
    public int ThrottleLimit { get; set; } = 8;

    private protected override bool NeedsToken => false;

    private protected override int Concurrency => ThrottleLimit;

    private protected override object Target => _given;

    internal override void Prepare()
    {
        bool isPiped = InputObject is not null;
        if (isPiped && Prediction is not null && Path is not null)
        {
            throw ReplicateException.Invalid($"'{Prediction}' was given to be saved, and the pipeline brought '{InputObject}' as well. Give one of them.");
        }

        object? folder = isPiped && Prediction is not null ? new PathTransformationAttribute().Transform(null!, Prediction) : Path;
        _folder = _saver!.Resolve(folder?.ToString() ?? ".", ResolvePath);
        _source = OutputSource.Of(_given, _template);
        _given = _given is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : _given;
    }

    internal override Task RunAsync(IPipeline pipeline, ReplicateClient client) => _saver!.SaveAsync(pipeline, client, _source!, _folder, _given);

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        try
        {
            _template = FileName is null ? null : new NameTemplate(FileName);
        }
        catch (ReplicateException refused)
        {
            ThrowTerminatingError(ErrorRecords.From(refused, FileName));
        }

        _saver = new FileSaver(_template, Force, ThrottleLimit);
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        PSObject? source = InputObject ?? Prediction;
        if (source is null)
        {
            WriteError(ErrorRecords.From(ReplicateException.Invalid("Nothing was given to save. Give predictions, their ids, or the URLs of files."), null));
            return;
        }

        Save(source);
    }

    // A list that was given as an argument counts as several that came through the pipeline.
    private void Save(object given)
    {
        object? value = given is PSObject wrapped ? wrapped.BaseObject : given;
        if (value is IList several)
        {
            foreach (object? one in several)
            {
                Save(one ?? string.Empty);
            }
        }
        else if (value is FileInfo)
        {
            // On disk already, from an earlier run of a script.
            WriteObject(given);
        }
        else
        {
            SaveReplicateOutputCommand copy = (SaveReplicateOutputCommand)MemberwiseClone();
            copy._given = given;
            Begin(copy);
        }
    }
}
