using System.Management.Automation;

namespace ReplicatePS;

/// <summary>
/// Where a runspace keeps its connection: in the session state of its copy of the module, which goes when the runspace or
/// the module does. Jobs that share a process do not see each other's.
/// </summary>
internal sealed class ContextStore
{
    private const string Variable = "ReplicateContext";

    private readonly PSVariableIntrinsics _variables;
    private readonly string _name;

    private ContextStore(PSVariableIntrinsics variables, string name)
    {
        _variables = variables;
        _name = name;
    }

    public ReplicateContext? Current
    {
        get => _variables.GetValue(_name) switch
        {
            PSObject wrapped => wrapped.BaseObject as ReplicateContext,
            object value => value as ReplicateContext,
            _ => null,
        };
        set => _variables.Set(_name, value);
    }

    /// <summary>Of the runspace that runs the cmdlet. Cmdlets that were imported without the module's script share the global scope.</summary>
    public static ContextStore Of(PSCmdlet cmdlet) => cmdlet.MyInvocation.MyCommand.Module?.SessionState is { } module
        ? new ContextStore(module.PSVariable, "script:" + Variable)
        : new ContextStore(cmdlet.SessionState.PSVariable, "global:" + Variable);
}
