// Fine-tunes a model, deploys it, runs it and saves what it makes, with the HTTP core alone. It runs on the emulator; for
// Replicate itself, make the client with `new ReplicateClient()` and set REPLICATE_API_TOKEN.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using ReplicatePS.Core;
using ReplicatePS.Emulator;

using ReplicateEmulator emulator = new();
ReplicateClient replicate = new(new ReplicateClientOptions
{
    BaseUri = ReplicateEmulator.DefaultBaseUri,
    Transport = emulator.Handler,
    TokenIsOptional = true,
});
string me = (await replicate.Account.GetAsync()).Username;
string folder = Path.Combine(Path.GetTempPath(), $"replicate-demo-{DateTime.Now:HHmmss}");

// Ten pictures to learn from, drawn by a fast model.
ModelReference flux = ModelReference.Parse("black-forest-labs/flux-schnell");
await Task.WhenAll(Enumerable.Range(1, 10).Select(async view =>
{
    Prediction drawn = await replicate.Predictions.CreateAsync(flux, Input(new { prompt = $"our mascot, view {view}", seed = view }));
    await SaveAsync(drawn, Path.Combine(folder, "dataset"));
}));

// Fine-tune a model on them.
ModelReference destination = new(me, "mascot");
await replicate.Models.CreateIfMissingAsync(new NewModel { Owner = me, Name = "mascot", Hardware = "gpu-l40s" });
using DatasetArchive archive = await DatasetArchive.FromFolderAsync(Path.Combine(folder, "dataset"));
ReplicateFile dataset = await replicate.Files.UploadAsync(archive.Path, "dataset.zip");
Training training = await replicate.Trainings.CreateAsync(new NewTraining
{
    Trainer = await replicate.Models.PinAsync(ModelReference.Parse("ostris/flux-dev-lora-trainer")),
    Destination = destination,
    Input = JsonSerializer.SerializeToElement(new { input_images = dataset.Url, trigger_word = "MASCOT", steps = 500 }),
});
training = await replicate.Waits.ForTrainingAsync(training.Id, seen: run => Console.Error.Write($"\r{run.Status} {run.Progress?.Percent,3}% "));
Console.Error.WriteLine();
Console.WriteLine($"Training {training.Id} {training.Status}: {training.OutputVersion}");

// Deploy what came out of it.
Deployment deployment = await replicate.Deployments.CreateAsync(
    "mascot", ModelReference.Parse(training.OutputVersion), new DeploymentSettings { Hardware = "gpu-l40s", MinInstances = 0, MaxInstances = 1 });
Console.WriteLine($"Deployment {deployment.FullName} runs {deployment.Model} on {deployment.Hardware}.");

// Four predictions at once, each saved as soon as it has ended.
IEnumerable<string> pictures = (await Task.WhenAll(new[] { "dawn", "noon", "dusk", "night" }.Select(async time =>
{
    Prediction started = await replicate.Predictions.CreateAsync(DeploymentReference.Parse(deployment.FullName), Input(new { prompt = $"MASCOT at {time}" }));
    return await SaveAsync(started, Path.Combine(folder, "pictures"));
}))).SelectMany(saved => saved);
foreach (string picture in pictures)
{
    Console.WriteLine(picture);
}

static NewPrediction Input(object values) => new() { Input = JsonSerializer.SerializeToElement(values) };

async Task<IReadOnlyList<string>> SaveAsync(Prediction prediction, string target)
{
    Prediction ended = await replicate.Waits.ForPredictionAsync(prediction.Id);
    List<string> saved = [];
    Directory.CreateDirectory(target);
    foreach (OutputLink link in OutputLink.In(ended.Output))
    {
        string path = Path.Combine(target, $"{ended.Id}-{link.FileName}");
        await replicate.Outputs.SaveAsync(link, path);
        saved.Add(path);
    }

    return saved;
}
