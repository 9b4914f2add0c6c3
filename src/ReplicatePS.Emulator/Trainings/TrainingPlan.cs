using System;
using System.IO;
using ReplicatePS.Emulator.Models;
using ReplicatePS.Emulator.Runners;
using ReplicatePS.Emulator.Runs;

namespace ReplicatePS.Emulator.Trainings;

/// <summary>What a training is going to do, and what comes of it if all goes well.</summary>
/// <param name="Script">The course of it.</param>
/// <param name="Result">What it makes; null if it is bound to fail.</param>
internal sealed record TrainingPlan(Script Script, TrainedModel? Result)
{
    private static readonly TimeSpan Boot = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Preparation = TimeSpan.FromSeconds(0.5);

    // The names that trainers have for the address of the pictures, for the word that stands for the subject, and for the steps.
    private static readonly string[] DatasetNames = { "input_images", "input_data", "instance_data", "train_data" };
    private static readonly string[] TriggerNames = { "trigger_word", "token_string" };
    private static readonly string[] StepNames = { "steps", "max_train_steps" };

    public static TrainingPlan Of(RunOrder order, Model destination)
    {
        string? address = First(DatasetNames, order.Input.Text);
        if (string.IsNullOrEmpty(address))
        {
            return Failure("No dataset was given: input_images is missing. Give it the URL of a zip file with pictures.");
        }

        using Stream? zip = order.Files.Open(address!, order.Now);
        if (zip is null)
        {
            return Failure($"The dataset could not be downloaded from {Shown(address!)}: there is no such file.");
        }

        Dataset dataset;
        try
        {
            dataset = Dataset.Open(zip);
        }
        catch (InvalidDatasetException exception)
        {
            return Failure(exception.Message);
        }

        var result = new TrainedModel(
            destination,
            Identifiers.Version("version pushed by training " + order.Id),
            First(TriggerNames, order.Input.Text) ?? "TOK",
            Math.Max(1, FirstNumber(order.Input) ?? 1000),
            dataset);
        return new TrainingPlan(new TrainingScript(result, Boot, Preparation), result);
    }

    private static TrainingPlan Failure(string error)
    {
        var script = new FailingScript(error, $"Downloading the dataset...\n{error}\n") { Boot = Boot, Duration = Preparation };
        return new TrainingPlan(script, null);
    }

    private static string? First(string[] names, Func<string, string?> read)
    {
        foreach (string name in names)
        {
            if (read(name) is { Length: > 0 } text)
            {
                return text;
            }
        }

        return null;
    }

    private static int? FirstNumber(InputValues input)
    {
        foreach (string name in StepNames)
        {
            if (input.Integer(name) is { } number)
            {
                return number;
            }
        }

        return null;
    }

    private static string Shown(string address) => address.Length > 120 ? address.Substring(0, 120) + "..." : address;
}
