using System;
using System.IO;
using System.Text;
using System.Text.Json.Nodes;
using ReplicatePS.Emulator.Runs;

namespace ReplicatePS.Emulator.Trainings;

/// <summary>A training that goes well: preparation, then step after step with a falling loss, then a new version.</summary>
internal sealed class TrainingScript : Script
{
    private const string WeightsName = "trained_model.tar";
    private const int MostLogLines = 200;
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(10);

    private readonly TrainedModel _result;
    private readonly TimeSpan _preparation;

    public TrainingScript(TrainedModel result, TimeSpan boot, TimeSpan preparation)
    {
        _result = result;
        _preparation = preparation;
        Boot = boot;
        Duration = preparation + TimeSpan.FromTicks(Step.Ticks * result.Steps);
    }

    public override JsonNode? OutputAt(TimeSpan elapsed, bool complete, Func<string, string> fileUrl) => complete
        ? new JsonObject { ["weights"] = fileUrl(WeightsName), ["version"] = _result.Reference }
        : null;

    public override Artifact? File(string name) =>
        name == WeightsName ? new Artifact("application/x-tar", () => new MemoryStream(WeightsArchive.Of(_result), writable: false)) : null;

    public override string LogsAt(TimeSpan elapsed)
    {
        Dataset dataset = _result.Dataset;
        var log = new StringBuilder();
        log.Append("Downloading the dataset...\n")
            .Append($"Found {dataset.Pictures} pictures and {dataset.Captions} caption files in the zip file.\n");
        if (elapsed < _preparation)
        {
            return log.ToString();
        }

        log.Append($"Training on \"{_result.Trigger}\" for {_result.Steps} steps.\n");
        int done = (int)Math.Min(_result.Steps, (elapsed - _preparation).Ticks / Step.Ticks);
        int stride = Math.Max(1, (_result.Steps + MostLogLines - 1) / MostLogLines);
        for (int step = 0; step <= done; step += stride)
        {
            AppendStep(log, step);
        }

        if (done == _result.Steps)
        {
            if (_result.Steps % stride != 0)
            {
                AppendStep(log, _result.Steps);
            }

            log.Append($"Saved the weights and pushed {_result.Reference}.\n");
        }

        return log.ToString();
    }

    private void AppendStep(StringBuilder log, int step)
    {
        log.Append(ProgressBar.Line(step, _result.Steps, Step)).Append('\n');
        if (step > 0)
        {
            double wobble = 0.012 * Math.Sin(step * 1.7);
            double loss = 0.28 + (0.52 * Math.Exp(-3.0 * step / _result.Steps)) + wobble;
            log.Append(FormattableString.Invariant($"step {step}: loss {loss:0.0000}\n"));
        }
    }
}
