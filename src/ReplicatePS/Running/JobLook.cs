using System.Collections.Generic;
using System.Linq;
using ReplicatePS.Core;

namespace ReplicatePS;

/// <summary>What Replicate listed when a job looked for its open creates.</summary>
internal sealed class JobLook<T>
    where T : Run
{
    private readonly ILookup<string, T> _byInput;

    public JobLook(IReadOnlyList<T> newestFirst)
    {
        // The oldest first: equal rows take equal runs in their order.
        Runs = newestFirst.Reverse().ToArray();
        _byInput = Runs.Where(run => run.Input is not null).ToLookup(run => CanonicalJson.Hash(run.Input!.Value));
    }

    public IReadOnlyList<T> Runs { get; }

    /// <summary>Those that were sent with inputs of a hash.</summary>
    public IEnumerable<T> With(string? inputHash) => inputHash is null ? Enumerable.Empty<T>() : _byInput[inputHash];
}
