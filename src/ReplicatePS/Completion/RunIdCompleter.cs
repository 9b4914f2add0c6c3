using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ReplicatePS.Core;

namespace ReplicatePS.Completion;

/// <summary>Completes ids, newest first. For waiting and stopping, what still runs is offered alone, if anything runs.</summary>
public abstract class RunIdCompleter : ReplicateCompleter
{
    private const string Running = "running";

    private protected override string? Question(string commandName, string word) =>
        commandName.StartsWith("Wait-", StringComparison.OrdinalIgnoreCase) || commandName.StartsWith("Stop-", StringComparison.OrdinalIgnoreCase) ? Running : null;

    private protected override async Task<IEnumerable<Candidate>> AskAsync(ReplicateClient client, string? question, CancellationToken cancellation)
    {
        IReadOnlyList<Run> all = await ListAsync(client, cancellation).ConfigureAwait(false);
        bool isForRunning = question == Running && all.Any(run => !run.HasEnded);
        return all.Where(run => !isForRunning || !run.HasEnded)
            .Select(run => new Candidate(run.Id, $"{run.Status}, {run.Model}, {run.CreatedAt?.LocalDateTime:g}"));
    }

    private protected abstract Task<IReadOnlyList<Run>> ListAsync(ReplicateClient client, CancellationToken cancellation);
}

/// <summary>Completes the ids of predictions.</summary>
public sealed class PredictionIdCompleter : RunIdCompleter
{
    private protected override async Task<IReadOnlyList<Run>> ListAsync(ReplicateClient client, CancellationToken cancellation) =>
        await FirstPageAsync(client.Predictions.ListAsync(cancellation)).ConfigureAwait(false);
}

/// <summary>Completes the ids of trainings.</summary>
public sealed class TrainingIdCompleter : RunIdCompleter
{
    private protected override async Task<IReadOnlyList<Run>> ListAsync(ReplicateClient client, CancellationToken cancellation) =>
        await FirstPageAsync(client.Trainings.ListAsync(cancellation)).ConfigureAwait(false);
}
