using System.Threading.Tasks;

namespace ReplicatePS;

/// <summary>Lets the rows of a pipeline take their turns in the order in which they came.</summary>
internal sealed class RunTurns
{
    private Task _last = Task.CompletedTask;

    /// <summary>On the pipeline thread: the turn of the next row.</summary>
    public RunTurn Next()
    {
        RunTurn turn = new(_last);
        _last = turn.IsOver;
        return turn;
    }
}
