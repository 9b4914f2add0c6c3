using System;
using System.Collections.Generic;
using System.Linq;

namespace ReplicatePS.Emulator.Pictures;

/// <summary>Finds the colour that pictures have in common: that of their subject, if anything is.</summary>
internal static class SubjectColour
{
    // Four bits of each of red, green and blue.
    private const int Bins = 4096;

    /// <summary>The hue, from 0 to 1, of the strong colour that most of all the pictures share; null if there is none.</summary>
    public static float? Of(IReadOnlyList<Canvas> pictures)
    {
        float[] common = Enumerable.Repeat(1f, Bins).ToArray();
        foreach (Canvas picture in pictures)
        {
            float[] shares = Shares(picture);
            for (int bin = 0; bin < Bins; bin++)
            {
                common[bin] = Math.Min(common[bin], shares[bin]);
            }
        }

        int best = Enumerable.Range(0, Bins).Where(bin => IsStrong(bin)).OrderByDescending(bin => common[bin]).First();
        return pictures.Count > 0 && common[best] > 0.005f ? Hue(best) : null;
    }

    private static float[] Shares(Canvas picture)
    {
        float[] shares = new float[Bins];
        float one = 3f / picture.Pixels.Length;
        for (int i = 0; i < picture.Pixels.Length; i += 3)
        {
            shares[((picture.Pixels[i] >> 4) << 8) | ((picture.Pixels[i + 1] >> 4) << 4) | (picture.Pixels[i + 2] >> 4)] += one;
        }

        return shares;
    }

    private static (int R, int G, int B) Channels(int bin) => (bin >> 8, (bin >> 4) & 15, bin & 15);

    private static bool IsStrong(int bin)
    {
        (int r, int g, int b) = Channels(bin);
        return Math.Max(r, Math.Max(g, b)) - Math.Min(r, Math.Min(g, b)) >= 5;
    }

    private static float Hue(int bin)
    {
        (int r, int g, int b) = Channels(bin);
        int most = Math.Max(r, Math.Max(g, b));
        float range = most - Math.Min(r, Math.Min(g, b));
        float sixth = most == r ? (g - b) / range : most == g ? 2 + ((b - r) / range) : 4 + ((r - g) / range);
        return (sixth + 6) % 6 / 6;
    }
}
