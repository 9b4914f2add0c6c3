using System;

namespace ReplicatePS.Emulator.Runs;

/// <summary>Progress lines of the form that the tqdm library prints.</summary>
internal static class ProgressBar
{
    private const int Width = 10;
    private const string Partial = " ▏▎▍▌▋▊▉";

    public static string Line(int done, int total, TimeSpan perStep)
    {
        int eighths = (int)((long)done * Width * 8 / total);
        string bar = new string('█', eighths / 8) + (eighths % 8 > 0 ? Partial[eighths % 8].ToString() : "");
        string elapsed = Clock(TimeSpan.FromTicks(perStep.Ticks * done));
        string left = done == 0 ? "?" : Clock(TimeSpan.FromTicks(perStep.Ticks * (total - done)));

        // The library shows a rate only once there is one, and a rate that is too even looks made up.
        double rate = (1 / perStep.TotalSeconds) * (1 + (0.02 * Math.Sin(done)));
        string speed = done == 0 ? "?it/s" : FormattableString.Invariant($"{rate:0.00}it/s");
        return $"{(long)done * 100 / total,3}%|{bar.PadRight(Width)}| {done}/{total} [{elapsed}<{left}, {speed}]";
    }

    private static string Clock(TimeSpan time) => time.TotalHours >= 1
        ? $"{(int)time.TotalHours}:{time.Minutes:00}:{time.Seconds:00}"
        : $"{time.Minutes:00}:{time.Seconds:00}";
}
