using System;

namespace ReplicatePS.Core;

/// <summary>How well a run matches what is looked for. Of several, the first in order is the best.</summary>
internal readonly struct RunMatch : IEquatable<RunMatch>, IComparable<RunMatch>
{
    public RunMatch(InputLikeness likeness, bool isRedirected)
    {
        Likeness = likeness;
        IsRedirected = isRedirected;
    }

    public InputLikeness Likeness { get; }

    /// <summary>Whether it runs another version than the one that is looked for.</summary>
    public bool IsRedirected { get; }

    // What cannot be compared comes last, whatever version it runs.
    private int Rank => (Likeness == InputLikeness.Open ? 100 : 0) + (IsRedirected ? 10 : 0) - (int)Likeness;

    public int CompareTo(RunMatch other) => Rank.CompareTo(other.Rank);

    public bool Equals(RunMatch other) => Rank == other.Rank;

    public override bool Equals(object? obj) => obj is RunMatch other && Equals(other);

    public override int GetHashCode() => Rank;
}
