using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using ReplicatePS.Emulator;

namespace ReplicatePS.Core.Tests;

/// <summary>The whole job against the emulator: train, deploy, predict, save.</summary>
public class EmulatorJobTests
{
    [Fact]
    public async Task A_folder_of_pictures_becomes_a_model_a_deployment_and_new_pictures()
    {
        using ReplicateEmulator emulator = new(new EmulatorOptions { Speed = 200 });
        using TemporaryFolder folder = new();
        ReplicateClient client = new(new ReplicateClientOptions
        {
            BaseUri = ReplicateEmulator.DefaultBaseUri,
            Transport = emulator.Handler,
            TimeProvider = emulator.Clock,
            TokenIsOptional = true,
            Timeout = TimeSpan.FromHours(2),
        });
        string me = (await client.Account.GetAsync()).Username;
        string sku = (await client.Hardware.ListAsync())[^1].Sku;
        ModelReference destination = new(me, "harbour");
        await client.Models.CreateAsync(new NewModel { Owner = me, Name = "harbour", Hardware = sku });

        foreach (int i in Enumerable.Range(0, 4))
        {
            folder.Write($"pictures/{i}.png", new byte[] { 0x89, 0x50, 0x4E, 0x47, (byte)i });
        }

        ReplicateFile dataset;
        using (DatasetArchive archive = await DatasetArchive.FromFolderAsync(folder.File("pictures")))
        {
            dataset = await client.Files.UploadAsync(archive.Path, "harbour.zip");
        }

        ModelReference trainer = await client.Models.PinAsync(new ModelReference("ostris", "flux-dev-lora-trainer"));
        ModelVersion version = await client.Models.GetVersionAsync(trainer);
        string key = version.TrainingFileInputs[0];
        Training training = await client.Trainings.CreateAsync(new NewTraining
        {
            Trainer = trainer,
            Destination = destination,
            Input = JsonSerializer.SerializeToElement(new Dictionary<string, object> { [key] = dataset.Url!, ["steps"] = 100, ["trigger_word"] = "HRBR" }),
        });
        training = await client.Waits.ForTrainingAsync(training.Id, new WaitSettings { Timeout = TimeSpan.FromHours(5) });
        Assert.True(training.Status == RunStatus.Succeeded, $"{training.Error} {training.Logs}");

        ModelReference trained = ModelReference.Parse(training.OutputVersion);
        Assert.Equal(destination.FullName, trained.FullName);
        Deployment deployment = await client.Deployments.CreateAsync(
            "harbour-prod", trained, new DeploymentSettings { Hardware = sku, MinInstances = 0, MaxInstances = 2 });
        Prediction[] predictions = await Task.WhenAll(Enumerable.Range(0, 4).Select(async i =>
        {
            Prediction created = await client.Predictions.CreateAsync(DeploymentReference.Parse(deployment.FullName), Bench.Prompt($"a quiet HRBR {i}"));
            return await client.Waits.ForPredictionAsync(created.Id);
        }));
        Assert.All(predictions, prediction => Assert.Equal(RunStatus.Succeeded, prediction.Status));
        foreach (Prediction prediction in predictions)
        {
            OutputLink link = OutputLink.In(prediction.Output)[0];
            Assert.True(await client.Outputs.SaveAsync(link, folder.File($"{prediction.Id}-{link.FileName}")) > 100);
        }

        Assert.Equal(1 + 4, folder.Names().Length);
        await client.Files.DeleteAsync(dataset.Id);
        await Bench.FaultOf(ErrorKind.NotFound, () => client.Files.GetAsync(dataset.Id));
        Assert.Equal(predictions.Length, (await Bench.AllOf(client.Predictions.ListAsync())).SelectMany(page => page.Results).Count());
    }

    [Fact]
    public async Task A_create_that_was_processed_and_then_lost_is_not_doubled()
    {
        using ReplicateEmulator emulator = new(new EmulatorOptions { Speed = 100 });
        emulator.Faults.Add("POST", "/predictions", Fault.ResetAfterProcessing());
        ReplicateClient client = new(new ReplicateClientOptions { BaseUri = ReplicateEmulator.DefaultBaseUri, Transport = emulator.Handler, TimeProvider = emulator.Clock, TokenIsOptional = true });
        ModelReference echo = await client.Models.PinAsync(new ModelReference("emulator", "echo"));
        await Bench.FaultOf(ErrorKind.OutcomeUnknown, () => client.Predictions.CreateAsync(echo, new NewPrediction { Input = Bench.Json("{\"text\":\"hi\"}") }));
        Assert.Single((await Bench.AllOf(client.Predictions.ListAsync())).SelectMany(page => page.Results));
    }
}
