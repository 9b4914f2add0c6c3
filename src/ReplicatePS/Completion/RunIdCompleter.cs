using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ReplicatePS.Core;

namespace ReplicatePS.Completion;

/// <summary>Completes ids: what still runs comes first, then what has ended, the newest first in both.</summary>
public abstract class RunIdCompleter : ReplicateCompleter
{
    private protected override async Task<IEnumerable<Candidate>> AskAsync(ReplicateClient client, string? question, CancellationToken cancellation) =>
        (await ListAsync(client, cancellation).ConfigureAwait(false))
            .OrderBy(run => run.HasEnded)
            .Select(run => new Candidate(run.Id, $"{run.Status}, {run.Model}, {run.CreatedAt?.LocalDateTime:g}"));

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
