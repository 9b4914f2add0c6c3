using System.Management.Automation;

namespace ReplicatePS;

/// <summary>What is written on each result, so that it can be traced to its prediction and to the record that it came of.</summary>
internal sealed class RunTrace
{
    private readonly string _predictionId;
    private readonly string? _model;
    private readonly long? _row;
    private readonly PSObject? _record;

    public RunTrace(Core.Prediction prediction, long? row, PSObject? record)
    {
        _predictionId = prediction.Id;
        _model = prediction.Model;
        _row = row;
        _record = record;
    }

    public PSObject AddTo(object result)
    {
        PSObject traced = PSObject.AsPSObject(result);
        if (result is not ReplicateRun)
        {
            Add(traced, "PredictionId", _predictionId);
            Add(traced, "Model", _model);
        }

        if (_row is not null)
        {
            Add(traced, "Row", _row);
            Add(traced, "InputObject", _record);
        }

        return traced;
    }

    // What a model's output calls so stays what it is.
    private static void Add(PSObject result, string name, object? value)
    {
        if (result.Properties[name] is null)
        {
            result.Properties.Add(new PSNoteProperty(name, value));
        }
    }
}
