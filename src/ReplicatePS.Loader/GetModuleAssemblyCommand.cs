using System.IO;
using System.Management.Automation;

namespace ReplicatePS.Loading;

/// <summary>
/// Gives ReplicatePS.psm1 the cmdlet assembly. A cmdlet, because the first call of a .NET method from a script takes a fresh
/// shell some 30 ms longer. The module does not export it.
/// </summary>
[Cmdlet(VerbsCommon.Get, "ReplicateModuleAssembly")]
public sealed class GetModuleAssemblyCommand : PSCmdlet
{
    /// <summary>The folder that holds ReplicatePS.dll and its dependencies.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    public string Folder { get; set; } = string.Empty;

    /// <inheritdoc/>
    protected override void EndProcessing() => WriteObject(ModuleLoader.Load(Folder), enumerateCollection: true);
}
