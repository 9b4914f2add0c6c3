using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;

namespace ReplicatePS.Core;

/// <summary>
/// What tells a prediction or training that may have been created although no answer said so. What is null plays no part.
/// </summary>
public sealed class PredictionSearch
{
    // The same prediction's time of creation differs a little from one answer to the next.
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(2);

    private SoughtInput? _sought;

    /// <summary>It was created at this time or later.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>It was created before this time.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>The model, <c>owner/name</c>.</summary>
    public string? Model { get; init; }

    /// <summary>The version's id. Where no prediction has it, one of the same model does: owners can redirect a version.</summary>
    public string? Version { get; init; }

    /// <summary>The deployment, <c>owner/name</c>.</summary>
    public string? Deployment { get; init; }

    /// <summary>The inputs that were sent. Secrets that are not shown again and defaults that were added do not count against a match.</summary>
    public JsonElement? Input { get; init; }

    /// <summary>Their hash, as <see cref="CreateAttempt.InputHash"/> has it.</summary>
    public string? InputHash { get; init; }

    /// <summary>Whether files were in the inputs, whose links are others each time, so that only the hash tells for certain.</summary>
    public bool HasFiles { get; init; }

    private SoughtInput Sought => _sought ??= new SoughtInput(Input, InputHash);

    /// <summary>Looks for what was sent to a target.</summary>
    /// <param name="target">What was to run.</param>
    /// <param name="input">Its inputs; in the places of files without links stands <c>file:</c>.</param>
    /// <param name="inputHash">Their hash as they were sent; null where it is not known.</param>
    /// <param name="from">When it was created, or later; null for any time.</param>
    /// <param name="hasFiles">Whether files were in the inputs.</param>
    /// <returns>The search.</returns>
    public static PredictionSearch Of(RunTarget target, JsonElement? input, string? inputHash, DateTimeOffset? from = null, bool hasFiles = false) => new()
    {
        From = from,
        Model = target.Model?.FullName,
        Version = target.Version,
        Deployment = target.Deployment?.ToString(),
        Input = input,
        InputHash = inputHash,
        HasFiles = hasFiles,
    };

    /// <summary>Reads the predictions of that time, and keeps those that match best.</summary>
    /// <param name="predictions">Where they are listed.</param>
    /// <param name="cancellation">Ends the search.</param>
    /// <returns>What was found.</returns>
    public async Task<PredictionMatches> RunAsync(PredictionsApi predictions, CancellationToken cancellation = default)
    {
        List<(Prediction Prediction, RunMatch Match)> found = new();
        int seen = 0;
        PredictionFilter filter = new() { CreatedAfter = From - Slack, CreatedBefore = Until + Slack };
        await foreach (Page<Prediction> page in predictions.ListAsync(filter, cancellation).ConfigureAwait(false))
        {
            foreach (Prediction one in page.Results.Where(run => IsInTime(run) && IsOfTarget(run)))
            {
                seen++;
                if (Match(one, null) is { } match)
                {
                    found.Add((one, match));
                }
            }

            // The newest come first.
            if (page.Results.Count > 0 && page.Results.All(one => one.CreatedAt < From - Slack))
            {
                break;
            }
        }

        IGrouping<RunMatch, (Prediction Prediction, RunMatch Match)>? best = found.GroupBy(one => one.Match).OrderBy(group => group.Key).FirstOrDefault();
        return new PredictionMatches(
            best?.Select(one => one.Prediction).ToArray() ?? Array.Empty<Prediction>(),
            seen,
            best?.Key.Likeness is not InputLikeness.Open,
            best?.Key.IsRedirected == true);
    }

    /// <summary>Compares a prediction or training with what is looked for.</summary>
    /// <param name="run">The prediction or training.</param>
    /// <param name="inputHash">The hash of its inputs, where that was made already.</param>
    /// <returns>How well it matches; null when it is another.</returns>
    internal RunMatch? Match(Run run, string? inputHash) =>
        IsOfTarget(run) && (!run.HasEnded || IsInTime(run)) && Sought.Compare(run, inputHash) is var likeness and not InputLikeness.Other
            ? new RunMatch(likeness, IsOfOtherVersion(run))
            : null;

    private bool IsInTime(Run one) => !(one.CreatedAt < From - Slack) && !(one.CreatedAt > Until + Slack);

    private bool IsOfTarget(Run one) =>
        (Model is null || one.Model is null || IsSame(one.Model, Model))
        && (Deployment is null || one is not Prediction { Deployment: { } deployment } || IsSame(deployment, Deployment))
        && (!IsOfOtherVersion(one) || (Model is not null && (Input is not null || InputHash is not null)));

    private bool IsOfOtherVersion(Run one) => Version is not null && !one.IsVersion(Version);

    private static bool IsSame(string? one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);
}
