using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ReplicatePS.Core;

namespace ReplicatePS.Completion;

/// <summary>Completes the account's own models: earlier destinations, what is deployed, and the account's name itself.</summary>
public sealed class DestinationCompleter : ReplicateCompleter
{
    private protected override async Task<IEnumerable<Candidate>> AskAsync(ReplicateClient client, string? question, CancellationToken cancellation)
    {
        string prefix = (await client.Account.GetAsync(cancellation).ConfigureAwait(false)).Username + "/";
        IReadOnlyList<Core.Training> trainings = await FirstPageAsync(client.Trainings.ListAsync(cancellation)).ConfigureAwait(false);
        IReadOnlyList<Core.Deployment> deployments = await FirstPageAsync(client.Deployments.ListAsync(cancellation)).ConfigureAwait(false);
        return trainings.Select(one => one.OutputVersion?.Split(':')[0])
            .Concat(deployments.Select(one => one.Model))
            .Where(model => model?.StartsWith(prefix, System.StringComparison.Ordinal) == true)
            .Select(model => new Candidate(model!, "a model of yours"))
            .Append(new Candidate(prefix, "a new model of yours: add its name"));
    }
}
