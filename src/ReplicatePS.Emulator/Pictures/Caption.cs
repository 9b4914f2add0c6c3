using System;

namespace ReplicatePS.Emulator.Pictures;

/// <summary>The strip at the foot of every picture that says where it comes from.</summary>
internal static class Caption
{
    public static void Write(Canvas canvas, params string[] lines)
    {
        int scale = Math.Max(1, Math.Min(canvas.Width / 340, canvas.Height / 200));
        int lineHeight = (PixelFont.Height + 4) * scale;
        int height = (lines.Length * lineHeight) + (6 * scale);
        int top = Math.Max(0, canvas.Height - height);
        canvas.Fill(0, top, canvas.Width, height, new Colour(12, 12, 18), 0.72f);
        int most = Math.Max(1, ((canvas.Width / scale) - 12) / PixelFont.Advance);
        for (int i = 0; i < lines.Length; i++)
        {
            Colour colour = i == 0 ? new Colour(255, 214, 90) : new Colour(238, 238, 244);
            PixelFont.Write(canvas, Cut(lines[i], most), 6 * scale, top + (5 * scale) + (i * lineHeight), scale, colour);
        }
    }

    private static string Cut(string text, int most)
    {
        string line = text.Replace('\r', ' ').Replace('\n', ' ').Replace('\t', ' ');
        return line.Length <= most ? line : line.Substring(0, Math.Max(0, most - 3)) + "...";
    }
}
