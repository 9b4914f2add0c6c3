using System;

namespace ReplicatePS.Emulator.Pictures;

/// <summary>Paints a made-up landscape: sky, sun, and hills behind hills.</summary>
internal static class Landscape
{
    private const int Layers = 5;

    public static Canvas Paint(int width, int height, uint seed)
    {
        var canvas = new Canvas(width, height);
        var random = new Seed(seed);
        float hue = random.Next();
        bool isNight = random.Next() < 0.25f;
        Colour top = Colour.Hsl(hue, 0.55f, isNight ? 0.10f : 0.42f);
        Colour horizon = Colour.Hsl((hue + random.Next(0.05f, 0.2f)) % 1, 0.75f, isNight ? 0.32f : 0.82f);
        float horizonY = height * random.Next(0.55f, 0.68f);
        PaintSky(canvas, top, horizon, horizonY);
        if (isNight)
        {
            PaintStars(canvas, random, horizonY);
        }

        PaintSun(canvas, random, horizonY, isNight ? Colour.Hsl(0.15f, 0.2f, 0.92f) : Colour.Hsl(0.12f, 0.95f, 0.72f));
        Colour near = Colour.Hsl((hue + random.Next(0.3f, 0.6f)) % 1, 0.5f, isNight ? 0.06f : 0.16f);
        for (int layer = 0; layer < Layers; layer++)
        {
            float depth = (layer + 1f) / Layers;
            PaintHills(canvas, random, horizonY + (height * 0.07f * layer), height * (0.10f - (0.008f * layer)), horizon.Towards(near, depth));
        }

        return canvas;
    }

    private static void PaintSky(Canvas canvas, Colour top, Colour horizon, float horizonY)
    {
        for (int y = 0; y < canvas.Height; y++)
        {
            canvas.Fill(0, y, canvas.Width, 1, top.Towards(horizon, Math.Min(1, y / horizonY)));
        }
    }

    private static void PaintStars(Canvas canvas, Seed random, float horizonY)
    {
        int size = Math.Max(1, canvas.Width / 500);
        for (int i = 0; i < 90; i++)
        {
            int x = (int)(random.Next() * canvas.Width);
            int y = (int)(random.Next() * horizonY * 0.9f);
            canvas.Fill(x, y, size, size, new Colour(255, 255, 255), random.Next(0.3f, 1));
        }
    }

    private static void PaintSun(Canvas canvas, Seed random, float horizonY, Colour colour)
    {
        float centreX = canvas.Width * random.Next(0.15f, 0.85f);
        float centreY = horizonY * random.Next(0.3f, 0.85f);
        float radius = Math.Min(canvas.Width, canvas.Height) * random.Next(0.05f, 0.10f);
        float reach = radius * 3.5f;
        for (int y = (int)Math.Max(0, centreY - reach); y < Math.Min(canvas.Height, centreY + reach); y++)
        {
            for (int x = (int)Math.Max(0, centreX - reach); x < Math.Min(canvas.Width, centreX + reach); x++)
            {
                float dx = x - centreX;
                float dy = y - centreY;
                float square = (dx * dx) + (dy * dy);
                if (square < reach * reach)
                {
                    float glow = 1 - (square / (reach * reach));
                    canvas.Set(x, y, square < radius * radius ? colour : canvas.Get(x, y).Towards(colour, glow * glow * 0.55f));
                }
            }
        }
    }

    /// <summary>A ridge is a sum of waves; below it all is one colour, a little lighter at the crest.</summary>
    private static void PaintHills(Canvas canvas, Seed random, float baseline, float amplitude, Colour colour)
    {
        float[] length = { random.Next(0.7f, 1.6f), random.Next(2f, 4f), random.Next(5f, 9f), random.Next(14f, 22f) };
        float[] phase = { random.Next(0, 6.28f), random.Next(0, 6.28f), random.Next(0, 6.28f), random.Next(0, 6.28f) };
        Colour crest = colour.Towards(new Colour(255, 255, 255), 0.10f);
        int band = Math.Max(2, canvas.Height / 160);
        for (int x = 0; x < canvas.Width; x++)
        {
            float at = 6.28f * x / canvas.Width;
            double ridge = Math.Sin((at * length[0]) + phase[0]) +
                (0.5 * Math.Sin((at * length[1]) + phase[1])) +
                (0.25 * Math.Sin((at * length[2]) + phase[2])) +
                (0.08 * Math.Sin((at * length[3]) + phase[3]));
            int top = (int)Math.Max(0, baseline - (amplitude * ridge));
            for (int y = top; y < canvas.Height; y++)
            {
                canvas.Set(x, y, y < top + band ? crest : colour);
            }
        }
    }
}
