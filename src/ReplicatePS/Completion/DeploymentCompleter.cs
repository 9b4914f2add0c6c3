using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ReplicatePS.Core;

namespace ReplicatePS.Completion;

/// <summary>Completes the account's deployments.</summary>
public sealed class DeploymentCompleter : ReplicateCompleter
{
    private protected override async Task<IEnumerable<Candidate>> AskAsync(ReplicateClient client, string? question, CancellationToken cancellation) =>
        (await FirstPageAsync(client.Deployments.ListAsync(cancellation)).ConfigureAwait(false))
            .Select(one => new Candidate(one.FullName, $"{one.Model} on {one.Hardware}, {one.MinInstances} to {one.MaxInstances} instances"));
}
