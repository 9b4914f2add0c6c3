using System;

namespace ReplicatePS.Emulator.Pictures;

/// <summary>A picture in memory: rows of red, green and blue bytes.</summary>
internal sealed class Canvas
{
    public Canvas(int width, int height)
    {
        Width = width;
        Height = height;
        Pixels = new byte[width * height * 3];
    }

    public int Width { get; }

    public int Height { get; }

    public byte[] Pixels { get; }

    public void Set(int x, int y, Colour colour)
    {
        int at = ((y * Width) + x) * 3;
        Pixels[at] = colour.R;
        Pixels[at + 1] = colour.G;
        Pixels[at + 2] = colour.B;
    }

    public Colour Get(int x, int y)
    {
        int at = ((y * Width) + x) * 3;
        return new Colour(Pixels[at], Pixels[at + 1], Pixels[at + 2]);
    }

    /// <summary>Fills a rectangle, letting some of what is below shine through.</summary>
    public void Fill(int left, int top, int width, int height, Colour colour, float opacity = 1)
    {
        for (int y = Math.Max(0, top); y < Math.Min(Height, top + height); y++)
        {
            for (int x = Math.Max(0, left); x < Math.Min(Width, left + width); x++)
            {
                Set(x, y, opacity >= 1 ? colour : Get(x, y).Towards(colour, opacity));
            }
        }
    }

    public void Ellipse(float centreX, float centreY, float radiusX, float radiusY, Colour colour)
    {
        for (int y = (int)Math.Max(0, centreY - radiusY); y < Math.Min(Height, centreY + radiusY); y++)
        {
            float up = (y + 0.5f - centreY) / radiusY;
            float half = radiusX * (float)Math.Sqrt(Math.Max(0, 1 - (up * up)));
            for (int x = (int)Math.Max(0, centreX - half); x < Math.Min(Width, centreX + half); x++)
            {
                Set(x, y, colour);
            }
        }
    }
}
