using System;
using ReplicatePS.Emulator.Http;
using ReplicatePS.Emulator.Pictures;
using ReplicatePS.Emulator.Trainings;

namespace ReplicatePS.Emulator.Runners;

/// <summary>What is to be painted.</summary>
internal sealed record Painting(string Model, string Prompt, int Seed, int Width, int Height, TrainedModel? Trained)
{
    public byte[] ToPng(int index)
    {
        uint seed = Pictures.Seed.Of(Model, Prompt, (Seed + index).ToString(Json.Invariant));
        Canvas canvas = Landscape.Paint(Width, Height, seed);
        if (Trained is not null && Mentions(Trained.Trigger))
        {
            var random = new Pictures.Seed(seed);
            float size = Math.Min(Width, Height) * random.Next(0.16f, 0.24f);
            Creature.Paint(canvas, Trained.Dataset.Hue, Width * random.Next(0.3f, 0.7f), Height * 0.52f, size);
        }

        string origin = Trained is null
            ? $"{Model}  seed {Seed + index}"
            : $"{Model}  seed {Seed + index}  {Trained.Trigger}: {Trained.Dataset.Pictures} pictures, {Trained.Steps} steps";
        Caption.Write(canvas, "REPLICATE EMULATOR", origin, Prompt.Length == 0 ? "(no prompt)" : Prompt);
        return Png.Write(canvas);
    }

    private bool Mentions(string trigger) => Prompt.IndexOf(trigger, StringComparison.OrdinalIgnoreCase) >= 0;
}
