using System.Collections;
using System.Linq;
using System.Management.Automation;

namespace ReplicatePS.Transformation;

/// <summary>Takes an object of this module for its name or id: a deployment, a prediction, a training, a file, hardware, a collection.</summary>
internal sealed class NameTransformationAttribute : ArgumentTransformationAttribute
{
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        object? value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        return value switch
        {
            Deployment or ReplicateRun or Hardware or Collection => value.ToString(),
            ReplicateFile file => file.Id,
            PSCustomObject => NameOf((PSObject)inputData!) ?? inputData,
            IList several and not byte[] => several.Cast<object?>().Select(one => Transform(engineIntrinsics, one)).ToArray(),
            _ => inputData,
        };
    }

    // An object that came from JSON or from a job.
    private static object? NameOf(PSObject record) =>
        record.Properties["Id"]?.Value ?? record.Properties["FullName"]?.Value ?? record.Properties["Slug"]?.Value ?? record.Properties["Sku"]?.Value;
}
