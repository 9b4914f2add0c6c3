using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;

namespace ReplicatePS.Core.Tests;

/// <summary>The calls that meet each fault, and the column of the table that they go by.</summary>
internal static class Calls
{
    /// <summary>An id as Replicate makes them; every good answer holds it.</summary>
    public const string Id = "7k2m9q4xw1rg80cs5t3b6vhzyn";

    private const string Version = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    private static readonly ModelReference Model = new("acme", "sketcher");

    /// <summary>What must not be sent twice: predictions by their three routes, and whatever else is made.</summary>
    public static readonly string[] Creates = { "pinned", "official", "deployment", "training", "model", "new deployment", "upload" };

    public static readonly string[] Reads = { "get", "list", "account" };

    public static readonly string[] All = Creates.Concat(Reads).Append("cancel").Append("download").ToArray();

    public static async Task<object?> RunAsync(ReplicateClient client, string call, string folder) => call switch
    {
        "pinned" => await client.Predictions.CreateAsync(new ModelReference("acme", "sketcher", Version), Bench.Prompt()),
        "official" => await client.Predictions.CreateAsync(Model, Bench.Prompt()),
        "deployment" => await client.Predictions.CreateAsync(new DeploymentReference("acme", "prod"), Bench.Prompt()),
        "training" => await client.Trainings.CreateAsync(new NewTraining
        {
            Trainer = new ModelReference("acme", "sketcher", Version),
            Destination = new ModelReference("alice", "mine"),
            Input = Bench.Json("{}"),
        }),
        "model" => await client.Models.CreateAsync(new NewModel { Owner = "alice", Name = "mine", Hardware = "cpu" }),
        "new deployment" => await client.Deployments.CreateAsync(
            "prod", new ModelReference("acme", "sketcher", Version), new DeploymentSettings { Hardware = "cpu", MinInstances = 0, MaxInstances = 1 }),
        "upload" => await UploadAsync(client, folder),
        "get" => await client.Predictions.GetAsync(Id),
        "list" => await Bench.AllOf(client.Predictions.ListAsync()),
        "account" => await client.Account.GetAsync(),
        "cancel" => await client.Predictions.CancelAsync(Id),
        "download" => await client.Outputs.SaveAsync(
            OutputLink.Of(client.Options.BaseUri + "out/picture.png"), Path.Combine(folder, "picture.png")),
        _ => throw new ArgumentOutOfRangeException(nameof(call)),
    };

    private static async Task<ReplicateFile> UploadAsync(ReplicateClient client, string folder)
    {
        string path = Path.Combine(folder, "upload.txt");
        await File.WriteAllTextAsync(path, "a quiet harbour");
        return await client.Files.UploadAsync(path);
    }
}
