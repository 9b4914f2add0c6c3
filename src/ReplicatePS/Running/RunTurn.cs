using System.Threading.Tasks;

namespace ReplicatePS;

/// <summary>The turn of one row. It comes when all rows before have had theirs, and must be ended in any case.</summary>
internal sealed class RunTurn
{
    private readonly TaskCompletionSource<bool> _over = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public RunTurn(Task comes)
    {
        Comes = comes;
    }

    public Task Comes { get; }

    public Task IsOver => _over.Task;

    /// <summary>Waits for the turn, where it has not come yet, and ends it.</summary>
    public async Task EndAsync()
    {
        await Comes.ConfigureAwait(false);
        _over.TrySetResult(true);
    }
}
