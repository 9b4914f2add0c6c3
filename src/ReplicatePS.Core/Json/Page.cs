using System.Collections.Generic;

namespace ReplicatePS.Core;

/// <summary>One page of a list.</summary>
/// <typeparam name="T">What is listed.</typeparam>
public sealed class Page<T>
{
    internal Page(IReadOnlyList<T> results, string? next)
    {
        Results = results;
        Next = next;
    }

    /// <summary>The items of this page, in the order that Replicate gave.</summary>
    public IReadOnlyList<T> Results { get; }

    /// <summary>The link to the next page as it was sent; null on the last page.</summary>
    public string? Next { get; }
}
