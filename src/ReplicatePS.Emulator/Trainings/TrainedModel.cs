using System;
using ReplicatePS.Emulator.Catalogue;
using ReplicatePS.Emulator.Models;
using ReplicatePS.Emulator.Runners;
using ReplicatePS.Emulator.Runs;

namespace ReplicatePS.Emulator.Trainings;

/// <summary>What a training makes of its dataset.</summary>
/// <param name="Destination">The model that gets the new version.</param>
/// <param name="VersionId">The id of that version.</param>
/// <param name="Trigger">The word that stands for the subject in prompts.</param>
/// <param name="Steps">How long it was trained.</param>
/// <param name="Dataset">What it was trained with.</param>
internal sealed record TrainedModel(Model Destination, string VersionId, string Trigger, int Steps, Dataset Dataset)
{
    public string Reference => $"{Destination.FullName}:{VersionId}";

    /// <summary>The version, which exists once the training has succeeded.</summary>
    public ModelVersion VersionPushedBy(Run training, ModelVersion trainer) => new(VersionId, training.CreatedAt, training)
    {
        Model = Destination,
        CogVersion = trainer.CogVersion,
        OpenApiSchema = OpenApiSchema.WithoutTraining(trainer.OpenApiSchema),
        Runner = new PictureRunner(TimeSpan.FromSeconds(0.3), TimeSpan.FromSeconds(1.5), this),
    };
}
