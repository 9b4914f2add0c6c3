using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ReplicatePS.Core;

namespace ReplicatePS.Completion;

/// <summary>Completes the ids of uploaded files.</summary>
public sealed class FileIdCompleter : ReplicateCompleter
{
    private protected override async Task<IEnumerable<Candidate>> AskAsync(ReplicateClient client, string? question, CancellationToken cancellation) =>
        (await FirstPageAsync(client.Files.ListAsync(cancellation)).ConfigureAwait(false)).Select(one => new Candidate(one.Id, one.Name));
}
