using System;

namespace ReplicatePS.Emulator.Pictures;

/// <summary>A colour of three bytes.</summary>
internal readonly struct Colour
{
    public Colour(int red, int green, int blue)
    {
        R = Byte(red);
        G = Byte(green);
        B = Byte(blue);
    }

    public byte R { get; }

    public byte G { get; }

    public byte B { get; }

    /// <param name="hue">From 0 to 1, around the circle.</param>
    /// <param name="saturation">From 0 to 1.</param>
    /// <param name="lightness">From 0 to 1.</param>
    public static Colour Hsl(float hue, float saturation, float lightness)
    {
        float chroma = saturation * Math.Min(lightness, 1 - lightness);
        return new Colour(Channel(0), Channel(8), Channel(4));

        int Channel(int offset)
        {
            float position = (offset + (hue * 12)) % 12;
            float value = lightness - (chroma * Math.Max(-1, Math.Min(Math.Min(position - 3, 9 - position), 1)));
            return (int)(value * 255);
        }
    }

    /// <summary>This colour with a share of another.</summary>
    public Colour Towards(Colour other, float share) => new(
        (int)(R + ((other.R - R) * share)),
        (int)(G + ((other.G - G) * share)),
        (int)(B + ((other.B - B) * share)));

    private static byte Byte(int value) => (byte)Math.Max(0, Math.Min(255, value));
}
