using System.Management.Automation;

namespace ReplicatePS;

/// <summary>What all objects of Replicate have in common.</summary>
public abstract class ReplicateObject
{
    private readonly Core.ApiObject _wire;
    private PSObject? _others;

    private protected ReplicateObject(Core.ApiObject wire)
    {
        _wire = wire;
    }

    /// <summary>
    /// What Replicate sent and no other property shows, with the names that Replicate gives it; null when there is nothing. What
    /// Replicate adds to its answers some day is found here.
    /// </summary>
    public PSObject? AdditionalProperties => _others ??= PowerShellJson.ToCell(_wire.Others) as PSObject;
}
