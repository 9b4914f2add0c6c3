using System.Linq;
using System.Management.Automation;

namespace ReplicatePS.Transformation;

/// <summary>
/// Takes for a model what names one: text, a model, a version, a training that has succeeded, a prediction, a deployment, or
/// any object that carries their properties.
/// </summary>
internal sealed class ModelTransformationAttribute : ArgumentTransformationAttribute
{
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) => inputData switch
    {
        PSObject wrapped => ToText(wrapped.BaseObject, wrapped),
        object[] several => several.Select(one => Transform(engineIntrinsics, one)).ToArray(),
        _ => ToText(inputData, inputData),
    };

    private static object? ToText(object? value, object? given) => value switch
    {
        string => given,
        Model model => model.FullName,
        SearchResult { Model: { } found } => found,
        ModelVersion version => version.ToString(),
        Training training => training.OutputVersion ?? throw new ArgumentTransformationMetadataException(
            $"The training {training.Id} has no version yet: it is {training.Status}. Wait-ReplicateTraining waits until it has succeeded."),
        Prediction prediction => Pinned(prediction.Model, prediction.Version),
        Deployment deployment => Pinned(deployment.Model, deployment.Version),
        PSCustomObject => Property(given, "OutputVersion") ?? Pinned(Property(given, "Model"), Property(given, "Version")) ?? Property(given, "FullName") ?? given,
        _ => given,
    };

    // The version of an official model is hidden; such a model runs by its name.
    private static string? Pinned(string? model, string? version) =>
        model is null || version is null or "" or "hidden" || model.Contains(":") ? model : $"{model}:{version}";

    private static string? Property(object? given, string name) =>
        given is PSObject row && row.Properties[name]?.Value?.ToString() is { Length: > 0 } value ? value : null;
}
