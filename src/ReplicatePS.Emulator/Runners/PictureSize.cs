using System;
using System.Collections.Generic;

namespace ReplicatePS.Emulator.Runners;

/// <summary>How big a picture is to be.</summary>
internal static class PictureSize
{
    private const int Least = 16;
    private const int Most = 2048;

    private static readonly IReadOnlyDictionary<string, (int Width, int Height)> Ratios = new Dictionary<string, (int, int)>
    {
        ["1:1"] = (1024, 1024),
        ["16:9"] = (1344, 768),
        ["21:9"] = (1536, 640),
        ["3:2"] = (1216, 832),
        ["2:3"] = (832, 1216),
        ["4:5"] = (896, 1088),
        ["5:4"] = (1088, 896),
        ["3:4"] = (896, 1152),
        ["4:3"] = (1152, 896),
        ["9:16"] = (768, 1344),
        ["9:21"] = (640, 1536),
    };

    public static (int Width, int Height) Of(InputValues input)
    {
        if (Ratios.TryGetValue(input.Text("aspect_ratio") ?? "", out (int Width, int Height) size))
        {
            return input.Text("megapixels") == "0.25" ? (size.Width / 2, size.Height / 2) : size;
        }

        return (Within(input.Integer("width")), Within(input.Integer("height")));
    }

    private static int Within(int? side) => Math.Max(Least, Math.Min(Most, side ?? 1024));
}
