using System;
using System.Collections.Generic;
using System.IO;
using ReplicatePS.Emulator.Http;
using ReplicatePS.Emulator.Pictures;

namespace ReplicatePS.Emulator;

/// <summary>Draws pictures to train with, so that a training can be tried without any of one's own.</summary>
public static class SamplePictures
{
    private static readonly string[] Places = { "on a hill", "at sunset", "far from home", "in the valley", "under the open sky", "near the ridge" };

    /// <summary>Draws pictures of one made-up creature, each with a text file that captions it.</summary>
    /// <param name="folder">Where to; it is created if missing.</param>
    /// <param name="count">How many.</param>
    /// <param name="trigger">The word that stands for the creature in the captions.</param>
    /// <param name="size">Width and height.</param>
    /// <returns>The paths of the pictures.</returns>
    public static IReadOnlyList<string> Write(string folder, int count, string trigger = "TOK", int size = 512)
    {
        if (count < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(count), count, "Draw one picture at least.");
        }

        Directory.CreateDirectory(folder);
        float hue = new Seed(Seed.Of("sample creature", trigger)).Next();
        var paths = new List<string>(count);
        for (int i = 0; i < count; i++)
        {
            var random = new Seed(Seed.Of(trigger, "picture", i.ToString(Json.Invariant)));
            Canvas canvas = Landscape.Paint(size, size, (uint)(random.Next() * uint.MaxValue));
            Creature.Paint(
                canvas,
                hue,
                size * random.Next(0.3f, 0.7f),
                size * random.Next(0.45f, 0.65f),
                size * random.Next(0.15f, 0.3f));
            string path = Path.Combine(folder, $"picture-{i + 1:00}.png");
            File.WriteAllBytes(path, Png.Write(canvas));
            File.WriteAllText(Path.ChangeExtension(path, ".txt"), $"a picture of {trigger} {Places[i % Places.Length]}\n");
            paths.Add(path);
        }

        return paths;
    }
}
