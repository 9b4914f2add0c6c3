using System.Management.Automation;
using System.Threading.Tasks;
using ReplicatePS.Core;

namespace ReplicatePS.Pipeline;

/// <summary>A cmdlet that does the same for each of several ids. A fault with one does not end the others.</summary>
public abstract class IdCommand : ReplicateCommand
{
    /// <summary>The ids as they were given.</summary>
    private protected abstract string[]? Ids { get; }

    /// <summary>The one id that a copy of the cmdlet works on; null where none was given.</summary>
    private protected string? One { get; private set; }

    private protected override object? Target => One;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (string? id in Ids ?? new string?[] { null })
        {
            IdCommand copy = (IdCommand)MemberwiseClone();
            copy.One = id;
            Begin(copy);
        }
    }
}
