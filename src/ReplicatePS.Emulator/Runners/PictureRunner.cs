using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;
using ReplicatePS.Emulator.Pictures;
using ReplicatePS.Emulator.Runs;
using ReplicatePS.Emulator.Trainings;

namespace ReplicatePS.Emulator.Runners;

/// <summary>
/// Paints pictures that follow from model, prompt and seed. They are PNG files whatever output_format asks for, and their names
/// say so.
/// </summary>
internal sealed class PictureRunner : Runner
{
    private readonly TimeSpan _boot;
    private readonly TimeSpan _work;
    private readonly TrainedModel? _trained;

    public PictureRunner(TimeSpan boot, TimeSpan work, TrainedModel? trained)
    {
        _boot = boot;
        _work = work;
        _trained = trained;
    }

    public override Script Plan(RunOrder order)
    {
        (int width, int height) = PictureSize.Of(order.Input);
        var painting = new Painting(
            order.Version.Model.FullName,
            order.Input.Text("prompt") ?? "",
            order.Input.Integer("seed") ?? (int)(Seed.Of(order.Id) & 0x7FFFFFFF),
            width,
            height,
            _trained);
        int steps = Math.Max(1, order.Input.Integer("num_inference_steps") ?? 4);
        return new PictureScript(painting, order.Input.Integer("num_outputs") ?? 1, steps) { Boot = _boot, Duration = _work };
    }

    private sealed class PictureScript : Script
    {
        private readonly Painting _painting;
        private readonly int _count;
        private readonly int _steps;
        private readonly WeakReference<byte[]>[] _made;

        public PictureScript(Painting painting, int count, int steps)
        {
            _painting = painting;
            _count = count;
            _steps = steps;
            _made = Enumerable.Range(0, count).Select(_ => new WeakReference<byte[]>(Array.Empty<byte>())).ToArray();
        }

        public override StreamKind Stream => StreamKind.Files;

        private ProgressLog Log => new(FormattableString.Invariant($"Using seed: {_painting.Seed}"), _steps, Duration);

        public override IEnumerable<Telling> Tell(Func<string, string> fileUrl) =>
            Log.Lines().Concat(Enumerable.Range(0, _count).Select(i => Telling.Output(Duration, fileUrl(NameOf(i)))));

        public override string LogsAt(TimeSpan elapsed) => Log.At(elapsed);

        public override JsonNode? OutputAt(TimeSpan elapsed, bool complete, Func<string, string> fileUrl) => complete
            ? new JsonArray(Enumerable.Range(0, _count).Select(i => (JsonNode)fileUrl(NameOf(i))!).ToArray())
            : null;

        public override void WriteMetrics(Utf8JsonWriter writer) => writer.WriteNumber("image_count", _count);

        public override Artifact? File(string name)
        {
            int index = Enumerable.Range(0, _count).Select(NameOf).ToList().IndexOf(name);
            return index < 0 ? null : new Artifact("image/png", () => new MemoryStream(BytesOf(index), writable: false));
        }

        private static string NameOf(int index) => $"out-{index}.png";

        /// <summary>The same picture is often read several times in a row, as by HEAD and then GET.</summary>
        private byte[] BytesOf(int index)
        {
            if (!_made[index].TryGetTarget(out byte[]? bytes) || bytes.Length == 0)
            {
                bytes = _painting.ToPng(index);
                _made[index].SetTarget(bytes);
            }

            return bytes;
        }
    }
}
