using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;

namespace ReplicatePS.Core;

/// <summary>
/// What Replicate has listed, among which creates are looked for whose answers never came. However many are looked for, the hash of each
/// run's inputs is made once.
/// </summary>
/// <typeparam name="T">Predictions or trainings.</typeparam>
public sealed class ListedRuns<T>
    where T : Run
{
    private readonly (T Run, string? InputHash)[] _oldestFirst;
    private readonly ILookup<string, (T Run, string? InputHash)> _byInput;

    /// <summary>Takes what was listed.</summary>
    /// <param name="newestFirst">The runs, in the order in which Replicate lists them.</param>
    public ListedRuns(IEnumerable<T> newestFirst)
    {
        // The oldest first: equal rows take equal runs in their order.
        _oldestFirst = newestFirst.Reverse().Select(run => (run, SoughtInput.HashOf(run))).ToArray();
        _byInput = _oldestFirst.Where(one => one.InputHash is not null).ToLookup(one => one.InputHash!);
    }

    /// <summary>Takes the run that a create has made: the one that matches best of those that may be taken.</summary>
    /// <param name="search">What was created. Where its inputs hold files, nothing but their hash tells.</param>
    /// <param name="take">Takes a run by its id; false when another create has it.</param>
    /// <returns>Null when there is none, or none that is certain.</returns>
    public T? Take(PredictionSearch search, Func<string, bool> take) =>
        TakeBest(search.InputHash is { } hash ? Matches(search, _byInput[hash]) : Enumerable.Empty<(T, RunMatch)>(), take)
        ?? (search.HasFiles ? null : TakeBest(Matches(search, _oldestFirst), take));

    /// <summary>The runs of which nobody can tell whether the create has made them.</summary>
    /// <param name="search">What was created.</param>
    /// <param name="mayBe">Says of a run whose inputs are shown no more, whether it may be the one.</param>
    /// <returns>The runs, oldest first.</returns>
    public IReadOnlyList<T> Doubtful(PredictionSearch search, Func<T, bool> mayBe) => Matches(search, _oldestFirst)
        .Where(one => one.Match.Likeness == InputLikeness.Open ? mayBe(one.Run) : search.HasFiles)
        .Select(one => one.Run)
        .ToArray();

    private static IEnumerable<(T Run, RunMatch Match)> Matches(PredictionSearch search, IEnumerable<(T Run, string? InputHash)> among) =>
        from one in among
        let match = search.Match(one.Run, one.InputHash)
        where match is not null
        select (one.Run, match.Value);

    private static T? TakeBest(IEnumerable<(T Run, RunMatch Match)> matches, Func<string, bool> take) => matches
        .Where(one => one.Match.Likeness != InputLikeness.Open)
        .OrderBy(one => one.Match)
        .Select(one => one.Run)
        .FirstOrDefault(run => take(run.Id));
}
