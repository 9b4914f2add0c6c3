using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ReplicatePS.Core;

namespace ReplicatePS.Completion;

/// <summary>Completes the SKUs of hardware.</summary>
public sealed class HardwareCompleter : ReplicateCompleter
{
    private protected override async Task<IEnumerable<Candidate>> AskAsync(ReplicateClient client, string? question, CancellationToken cancellation) =>
        (await client.Hardware.ListAsync(cancellation).ConfigureAwait(false)).Select(one => new Candidate(one.Sku, one.Name));
}
