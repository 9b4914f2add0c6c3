using System.Collections;
using System.Linq;
using System.Management.Automation;

namespace ReplicatePS.Transformation;

/// <summary>Takes an object of this module for its name or id: a deployment, a prediction, a training, a file, hardware.</summary>
internal sealed class NameTransformationAttribute : ArgumentTransformationAttribute
{
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        object? value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        return value switch
        {
            Deployment or ReplicateRun or Hardware => value.ToString(),
            ReplicateFile file => file.Id,
            PSCustomObject => ((PSObject)inputData!).Properties["Id"]?.Value ?? inputData,
            IList several and not byte[] => several.Cast<object?>().Select(one => Transform(engineIntrinsics, one)).ToArray(),
            _ => inputData,
        };
    }
}
