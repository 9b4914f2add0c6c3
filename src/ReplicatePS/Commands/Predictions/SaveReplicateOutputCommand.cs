using System;
using System.Collections.Generic;
using System.IO;
using System.Management.Automation;
using System.Threading.Tasks;
using ReplicatePS.Core;
using ReplicatePS.Pipeline;

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
    private string _folder = string.Empty;

    /// <summary>The predictions, their ids, or the URLs of files.</summary>
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true)]
    [Alias("Id", "Url")]
    public PSObject InputObject { get; set; } = new();

    /// <summary>
    /// The folder to save to, made if there is none; the default is the current folder. In a pipeline it has to be called by
    /// its name, -Path.
    /// </summary>
    [Parameter(Position = 1)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = ".";

    /// <summary>Replaces files that are there.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>How many predictions are saved at once, 1 to 64; the default is 8.</summary>
    [Parameter]
    [ValidateRange(1, 64)]
    public int ThrottleLimit { get; set; } = 8;

    private protected override bool NeedsToken => false;

    private protected override int Concurrency => ThrottleLimit;

    private protected override object Target => InputObject;

    internal override void Prepare() => _folder = GetUnresolvedProviderPathFromPSPath(Path);

    internal override async Task RunAsync(IPipeline pipeline, ReplicateClient client)
    {
        string text = InputObject.BaseObject is PSCustomObject ? InputObject.Properties["Id"]?.Value?.ToString() ?? string.Empty : InputObject.ToString();
        if (InputObject.BaseObject is not Prediction && text.Contains(":"))
        {
            await SaveAsync(pipeline, client, OutputLink.Of(text), null).ConfigureAwait(false);
            return;
        }

        Core.Prediction prediction = InputObject.BaseObject is Prediction given
            ? given.Wire
            : await client.Predictions.GetAsync(text, pipeline.Stop).ConfigureAwait(false);
        IReadOnlyList<OutputLink> links = OutputLink.In(prediction.Output);
        if (links.Count == 0)
        {
            throw Explain(prediction);
        }

        foreach (OutputLink link in links)
        {
            await SaveAsync(pipeline, client, link, prediction.Id).ConfigureAwait(false);
        }
    }

    private static ReplicateException Explain(Core.Prediction prediction) =>
        prediction.DataRemoved ? new ReplicateException(
            ErrorKind.NotFound, $"The output of the prediction {prediction.Id} is gone. Replicate removes outputs an hour after they were made.")
        : prediction.HasEnded ? ReplicateException.Invalid(
            $"The output of the prediction {prediction.Id} holds no files: it {(prediction.Output is null ? "is empty" : "can be read from its property Output")}.")
        : ReplicateException.Invalid(
            $"The prediction {prediction.Id} has no files yet: it is {prediction.Status}. Wait-ReplicatePrediction {prediction.Id} waits for its end.");

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

        PSObject saved = PSObject.AsPSObject(new FileInfo(path));
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
