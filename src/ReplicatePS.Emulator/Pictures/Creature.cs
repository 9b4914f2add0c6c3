using System;

namespace ReplicatePS.Emulator.Pictures;

/// <summary>A made-up subject for training: a round creature with two ears, whose hue makes it an individual.</summary>
internal static class Creature
{
    public static void Paint(Canvas canvas, float hue, float centreX, float centreY, float size)
    {
        Colour fur = Colour.Hsl(hue, 0.7f, 0.55f);
        Colour belly = Colour.Hsl(hue, 0.6f, 0.8f);
        Colour dark = new Colour(25, 22, 30);
        float ear = size * (0.22f + (hue * 7 % 1 * 0.12f));
        foreach (int side in new[] { -1, 1 })
        {
            canvas.Ellipse(centreX + (side * size * 0.55f), centreY - (size * 0.8f), ear, ear * 1.5f, fur);
            canvas.Ellipse(centreX + (side * size * 0.55f), centreY - (size * 0.8f), ear * 0.55f, ear, belly);
        }

        canvas.Ellipse(centreX, centreY, size, size * 0.95f, fur);
        canvas.Ellipse(centreX, centreY + (size * 0.35f), size * 0.6f, size * 0.5f, belly);
        foreach (int side in new[] { -1, 1 })
        {
            canvas.Ellipse(centreX + (side * size * 0.35f), centreY - (size * 0.2f), size * 0.17f, size * 0.2f, new Colour(255, 255, 255));
            canvas.Ellipse(centreX + (side * size * 0.32f), centreY - (size * 0.17f), size * 0.09f, size * 0.11f, dark);
        }

        canvas.Ellipse(centreX, centreY + (size * 0.1f), size * 0.1f, size * 0.07f, dark);
        canvas.Fill((int)(centreX - (size * 0.2f)), (int)(centreY + (size * 0.35f)), (int)(size * 0.4f), Math.Max(1, (int)(size * 0.05f)), dark);
    }
}
