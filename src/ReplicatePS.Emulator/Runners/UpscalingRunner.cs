using System;
using System.IO;
using System.Text.Json.Nodes;
using ReplicatePS.Emulator.Pictures;
using ReplicatePS.Emulator.Runs;

namespace ReplicatePS.Emulator.Runners;

/// <summary>Makes a picture larger. It can read PNG files.</summary>
internal sealed class UpscalingRunner : Runner
{
    private const int MostSide = 8192;

    private readonly TimeSpan _boot;
    private readonly TimeSpan _work;

    public UpscalingRunner(TimeSpan boot, TimeSpan work)
    {
        _boot = boot;
        _work = work;
    }

    public override Script Plan(RunOrder order)
    {
        string address = order.Input.Text("image") ?? "";
        using Stream? file = order.Files.Open(address, order.Now);
        if (file is null)
        {
            return Failure($"The image could not be downloaded: there is no file at {(address.Length > 120 ? address.Substring(0, 120) : address)}.");
        }

        if (PngReader.Read(file) is not { } picture)
        {
            return Failure("The image could not be read: the emulator upscales PNG files of eight bits per channel.");
        }

        double scale = order.Input.Number("scale") ?? 4;
        var script = new UpscalingScript(picture, scale) { Boot = _boot, Duration = _work };
        return Math.Max(script.Width, script.Height) <= MostSide
            ? script
            : Failure($"The enlarged picture would be {script.Width} x {script.Height}, and no side can be over {MostSide}. (E1001)");
    }

    private FailingScript Failure(string error) => new(error) { Boot = _boot, Duration = _work };

    private sealed class UpscalingScript : Script
    {
        private const string Name = "output.png";

        private readonly Canvas _picture;

        public UpscalingScript(Canvas picture, double scale)
        {
            _picture = picture;
            Width = Math.Max(1, (int)Math.Round(picture.Width * scale));
            Height = Math.Max(1, (int)Math.Round(picture.Height * scale));
        }

        public int Width { get; }

        public int Height { get; }

        public override JsonNode? OutputAt(TimeSpan elapsed, bool complete, Func<string, string> fileUrl) => complete ? fileUrl(Name) : null;

        public override Artifact? File(string name) =>
            name == Name ? new Artifact("image/png", () => new MemoryStream(Enlarged(), writable: false)) : null;

        private byte[] Enlarged() => Png.Write(Width, Height, (y, row) =>
        {
            int sourceY = (int)((long)y * _picture.Height / Height) * _picture.Width;
            for (int x = 0; x < Width; x++)
            {
                int source = (sourceY + (int)((long)x * _picture.Width / Width)) * 3;
                row[x * 3] = _picture.Pixels[source];
                row[(x * 3) + 1] = _picture.Pixels[source + 1];
                row[(x * 3) + 2] = _picture.Pixels[source + 2];
            }
        });
    }
}
