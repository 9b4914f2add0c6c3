using System;
using System.Collections;
using System.Collections.Generic;
using System.IO;
using System.Management.Automation;
using System.Text.Json;
using System.Threading.Tasks;
using ReplicatePS.Completion;
using ReplicatePS.Core;
using ReplicatePS.Pipeline;
using ReplicatePS.Transformation;

namespace ReplicatePS.Commands;

/// <summary>Saves the files that predictions have made.</summary>
/// <remarks>
/// <para>
/// Replicate removes outputs an hour after they were made, so save them in time. Files are found at any depth of an output,
/// also where they stand in it as data URIs. They come from hosts other than the API's, which do not get the token.
/// </para>
/// <para>
/// Files of a prediction are called after its id: saving again keeps those that are there, unless -Force is given. A download
/// that is cut goes on where it stopped, and gets its final name when every byte is there. Files that are gone give the error
/// ReplicateNotFound.
/// </para>
/// </remarks>
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
[Cmdlet(VerbsData.Save, "ReplicateOutput", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low)]
[OutputType(typeof(FileInfo))]
public sealed class SaveReplicateOutputCommand : ReplicateCommand
{
    private readonly OutputNames _names = new();
    private PSObject _source = new();
    private string _folder = string.Empty;

    /// <summary>
    /// What to save: predictions, their ids, or the URLs of files. Where those come through the pipeline, the first argument is
    /// the folder.
    /// </summary>
    [Parameter(Position = 0)]
    [Alias("Id", "Url")]
    [ArgumentCompleter(typeof(PredictionIdCompleter))]
    public PSObject? Prediction { get; set; }

    /// <summary>The same from the pipeline.</summary>
    [Parameter(ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    /// <summary>The folder to save to, made if there is none; the default is the current folder.</summary>
    [Parameter(Position = 1)]
    [ValidateNotNullOrEmpty]
    [PathTransformation]
    public string? Path { get; set; }

    /// <summary>Replaces files that are there.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>How many predictions are saved at once, 1 to 64; the default is 8.</summary>
    [Parameter]
    [ValidateRange(1, 64)]
    public int ThrottleLimit { get; set; } = 8;

    private protected override bool NeedsToken => false;

    private protected override int Concurrency => ThrottleLimit;

    private protected override object Target => _source;

    internal override void Prepare()
    {
        bool isPiped = InputObject is not null;
        if (isPiped && Prediction is not null && Path is not null)
        {
            throw ReplicateException.Invalid($"'{Prediction}' was given to be saved, and the pipeline brought '{InputObject}' as well. Give one of them.");
        }

        object? folder = isPiped && Prediction is not null ? new PathTransformationAttribute().Transform(null!, Prediction) : Path;
        _folder = GetUnresolvedProviderPathFromPSPath(folder?.ToString() ?? ".");
    }

    internal override async Task RunAsync(IPipeline pipeline, ReplicateClient client)
    {
        if (_source.BaseObject is OutputFile file)
        {
            await SaveAsync(pipeline, client, file.Link, file.PredictionId).ConfigureAwait(false);
            return;
        }

        if (await FindAsync(pipeline, client).ConfigureAwait(false) is { } run)
        {
            IReadOnlyList<OutputLink> links = OutputLink.In(run.Output);
            await SaveAllAsync(pipeline, client, links.Count > 0 ? links : throw Explain(run), run.Id).ConfigureAwait(false);
            return;
        }

        // A part of an output: one link, or an object that holds some.
        IReadOnlyList<OutputLink> given = _source.BaseObject is PSCustomObject
            ? OutputLink.In(JsonSerializer.SerializeToElement(PowerShellJson.ToInput(_source, new List<InputFile>())))
            : new[] { OutputLink.Of(_source.ToString()) };
        await SaveAllAsync(
            pipeline, client, given.Count > 0 ? given : throw ReplicateException.Invalid($"'{_source}' holds no URL of a file."), null).ConfigureAwait(false);
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

        // A list that was given as an argument counts as several that came through the pipeline.
        foreach (object? one in source.BaseObject as IList ?? new object[] { source })
        {
            SaveReplicateOutputCommand copy = (SaveReplicateOutputCommand)MemberwiseClone();
            copy._source = PSObject.AsPSObject(one ?? string.Empty);
            Begin(copy);
        }
    }

    private static ReplicateException Explain(Core.Run run)
    {
        string noun = run is Core.Training ? "training" : "prediction";
        return run is Core.Prediction { DataRemoved: true } ? new ReplicateException(
                ErrorKind.NotFound, $"The output of the prediction {run.Id} is gone. Replicate removes outputs an hour after they were made.")
            : run.HasEnded ? ReplicateException.Invalid(
                $"The output of the {noun} {run.Id} holds no files: it {(run.Output is null ? "is empty" : "can be read from its property Output")}.")
            : ReplicateException.Invalid(
                $"The {noun} {run.Id} has no files yet: it is {run.Status}. Wait-Replicate{(run is Core.Training ? "Training" : "Prediction")} {run.Id} waits for its end.");
    }

    /// <summary>What has made the files; null when the files themselves were given.</summary>
    private async Task<Core.Run?> FindAsync(IPipeline pipeline, ReplicateClient client)
    {
        if (_source.BaseObject is ReplicateRun known)
        {
            return known.Wire;
        }

        string? id = _source.BaseObject is PSCustomObject ? _source.Properties["Id"]?.Value?.ToString()
            : _source.ToString() is { } text && !text.Contains(":") ? text
            : null;
        return id is null ? null : await client.Predictions.GetAsync(id, pipeline.Stop).ConfigureAwait(false);
    }

    private async Task SaveAllAsync(IPipeline pipeline, ReplicateClient client, IReadOnlyList<OutputLink> links, string? id)
    {
        foreach (OutputLink link in links)
        {
            await SaveAsync(pipeline, client, link, id).ConfigureAwait(false);
        }
    }

    private async Task SaveAsync(IPipeline pipeline, ReplicateClient client, OutputLink link, string? predictionId)
    {
        string path = _names.Choose(_folder, link, predictionId, Force);
        if (!await pipeline.ShouldProcessAsync(path, "Save").ConfigureAwait(false))
        {
            return;
        }

        try
        {
            if (File.Exists(path) && !Force)
            {
                pipeline.Verbose($"{path} is there already and was kept.");
            }
            else
            {
                MakeFolder();
                await client.Outputs.SaveAsync(link, path, Force, cancellation: pipeline.Stop).ConfigureAwait(false);
            }
        }
        catch (ReplicateException fault)
        {
            // One file of several that cannot be had does not end the others.
            pipeline.Error(ErrorRecords.From(fault, predictionId ?? link.Text));
            return;
        }

        PSObject saved = await pipeline.GetFileAsync(path).ConfigureAwait(false);
        saved.Properties.Add(new PSNoteProperty("Url", link.IsInline ? null : link.Text));
        saved.Properties.Add(new PSNoteProperty("PredictionId", predictionId));
        await pipeline.WriteAsync(saved).ConfigureAwait(false);
    }

    private void MakeFolder()
    {
        try
        {
            Directory.CreateDirectory(_folder);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new ReplicateException(ErrorKind.InvalidInput, $"The folder '{_folder}' cannot be made: {fault.Message}", fault);
        }
    }
}
