using System.IO;
using System.Management.Automation;

namespace ReplicatePS.Transformation;

/// <summary>Takes a file or folder for its whole path. Windows PowerShell would take its name alone, which depends on where one stands.</summary>
internal sealed class PathTransformationAttribute : ArgumentTransformationAttribute
{
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) =>
        (inputData is PSObject wrapped ? wrapped.BaseObject : inputData) is FileSystemInfo item ? item.FullName : inputData;
}
