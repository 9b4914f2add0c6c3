using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ReplicatePS.Core;

namespace ReplicatePS.Completion;

/// <summary>Completes collections.</summary>
public sealed class CollectionCompleter : ReplicateCompleter
{
    private protected override async Task<IEnumerable<Candidate>> AskAsync(ReplicateClient client, string? question, CancellationToken cancellation) =>
        (await FirstPageAsync(client.Collections.ListAsync(cancellation)).ConfigureAwait(false)).Select(one => new Candidate(one.Slug, one.Description));
}
