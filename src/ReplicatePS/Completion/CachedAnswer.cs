using System;
using System.Collections.Generic;

namespace ReplicatePS.Completion;

/// <summary>What completion has learnt, and when.</summary>
internal sealed class CachedAnswer
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(30);

    private readonly DateTime _madeAt = DateTime.UtcNow;

    public CachedAnswer(IReadOnlyList<Candidate> candidates)
    {
        Candidates = candidates;
    }

    public IReadOnlyList<Candidate> Candidates { get; }

    public bool IsFresh => DateTime.UtcNow - _madeAt < Lifetime;
}
