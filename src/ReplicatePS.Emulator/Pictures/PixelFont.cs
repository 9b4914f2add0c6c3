using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace ReplicatePS.Emulator.Pictures;

/// <summary>Letters of five by seven dots. There are capitals only.</summary>
internal static class PixelFont
{
    /// <summary>How far the letters stand apart, in dots.</summary>
    public const int Advance = 6;

    public const int Height = 7;

    // Each letter is followed by its seven rows, a row's five dots being the bits of two hexadecimal digits.
    private static readonly IReadOnlyDictionary<char, byte[]> Glyphs = Read(
        "A0E11111F111111 B1E11111E11111E C0E11101010110E D1E11111111111E E1F10101E10101F F1F10101E101010 G0E11101711110F " +
        "H1111111F111111 I0E04040404040E J0702020202120C K11121418141211 L1010101010101F M111B1515111111 N11111915131111 " +
        "O0E11111111110E P1E11111E101010 Q0E11111115120D R1E11111E141211 S0F10100E01011E T1F040404040404 U1111111111110E " +
        "V111111110A0A04 W11111115151B11 X11110A040A1111 Y11110A04040404 Z1F01020408101F 00E11131519110E 1040C040404040E " +
        "20E11010204081F 31F02040201110E 402060A121F0202 51F101E0101110E 60608101E11110E 71F010204080808 80E11110E11110E " +
        "90E11110F01020C .00000000000404 ,00000000040408 :00040400040400 -0000000E000000 /01010204081010 !04040404040004 " +
        "?0E110102040004 '04040800000000 \"0A0A0A00000000 (02040808080402 )08040202020408 _0000000000001F #0A0A1F0A1F0A0A " +
        "+0004041F040400 =00001F001F0000 &0C12140815120D *0004150E150400 %18190204081303 <02040810080402 >08040201020408 " +
        "[0E08080808080E ]0E02020202020E @0E11171517100E ;00040400040408");

    public static int WidthOf(string text) => text.Length * Advance;

    public static void Write(Canvas canvas, string text, int left, int top, int scale, Colour colour)
    {
        foreach (char letter in text.ToUpperInvariant())
        {
            if (letter != ' ')
            {
                WriteLetter(canvas, Glyphs.TryGetValue(letter, out byte[]? rows) ? rows : Glyphs['?'], left, top, scale, colour);
            }

            left += Advance * scale;
        }
    }

    private static void WriteLetter(Canvas canvas, byte[] rows, int left, int top, int scale, Colour colour)
    {
        for (int row = 0; row < Height; row++)
        {
            for (int dot = 0; dot < 5; dot++)
            {
                if ((rows[row] >> (4 - dot) & 1) == 1)
                {
                    canvas.Fill(left + (dot * scale), top + (row * scale), scale, scale, colour);
                }
            }
        }
    }

    private static Dictionary<char, byte[]> Read(string glyphs) => glyphs.Split(' ').ToDictionary(
        glyph => glyph[0],
        glyph => Enumerable.Range(0, Height).Select(row => byte.Parse(
            glyph.Substring(1 + (row * 2), 2),
            NumberStyles.HexNumber,
            Http.Json.Invariant)).ToArray());
}
