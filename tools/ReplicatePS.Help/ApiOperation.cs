namespace ReplicatePS.Help;

/// <summary>An operation of the API that a cmdlet calls.</summary>
/// <param name="Name">Its name, such as predictions.get.</param>
/// <param name="Route">Method and path, such as GET /predictions/{id}; empty where another cmdlet tells it.</param>
/// <param name="Set">The parameter set that calls it; null if the cmdlet has no sets.</param>
/// <param name="Example">A call that leads to it; empty where another cmdlet has it.</param>
public sealed record ApiOperation(string Name, string Route, string? Set, string Example)
{
    /// <summary>Whether this cmdlet is the way to the operation, and not one that uses it beside others.</summary>
    public bool IsShown => Example.Length > 0;
}
