using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;

namespace ReplicatePS.Core;

/// <summary>Looks for a prediction that may have been created although no answer said so. What is null plays no part.</summary>
public sealed class PredictionSearch
{
    // The same prediction's time of creation differs a little from one answer to the next.
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(2);

    /// <summary>It was created at this time or later.</summary>
    public required DateTimeOffset From { get; init; }

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

    /// <summary>Reads the predictions of that time, and keeps those that match best.</summary>
    /// <param name="predictions">Where they are listed.</param>
    /// <param name="cancellation">Ends the search.</param>
    /// <returns>What was found.</returns>
    public async Task<PredictionMatches> RunAsync(PredictionsApi predictions, CancellationToken cancellation = default)
    {
        SoughtInput input = new(Input, InputHash);
        List<(Prediction Prediction, InputLikeness Likeness, bool IsRedirected)> found = new();
        int seen = 0;
        PredictionFilter filter = new() { CreatedAfter = From - Slack, CreatedBefore = Until + Slack };
        await foreach (Page<Prediction> page in predictions.ListAsync(filter, cancellation).ConfigureAwait(false))
        {
            foreach (Prediction one in page.Results.Where(IsInTime))
            {
                if (!IsOfTarget(one))
                {
                    continue;
                }

                seen++;
                InputLikeness likeness = input.Compare(one);
                if (likeness != InputLikeness.Other)
                {
                    found.Add((one, likeness, IsOfOtherVersion(one)));
                }
            }

            // The newest come first.
            if (page.Results.Count > 0 && page.Results.All(one => one.CreatedAt < From - Slack))
            {
                break;
            }
        }

        var best = found
            .GroupBy(one => (one.IsRedirected, one.Likeness))
            .OrderBy(group => group.Key.Likeness == InputLikeness.Open)
            .ThenBy(group => group.Key.IsRedirected)
            .ThenByDescending(group => group.Key.Likeness)
            .FirstOrDefault();
        return new PredictionMatches(
            best?.Select(one => one.Prediction).ToArray() ?? Array.Empty<Prediction>(),
            seen,
            best?.Key.Likeness is not InputLikeness.Open,
            best?.Key.IsRedirected == true);
    }

    /// <summary>Whether a prediction or training is of the target and has the inputs; its time plays no part.</summary>
    /// <param name="run">The prediction or training.</param>
    /// <returns>Null when its inputs are shown no more.</returns>
    public bool? Matches(Run run) => !IsOfTarget(run) ? false : new SoughtInput(Input, InputHash).Compare(run) switch
    {
        InputLikeness.Open => null,
        InputLikeness.Other => false,
        _ => true,
    };

    private bool IsInTime(Prediction one) => !(one.CreatedAt < From - Slack) && !(one.CreatedAt > Until + Slack);

    private bool IsOfTarget(Run one) =>
        (Model is null || IsSame(one.Model, Model))
        && (Deployment is null || one is not Prediction { Deployment: { } deployment } || IsSame(deployment, Deployment))
        && (!IsOfOtherVersion(one) || (Model is not null && (Input is not null || InputHash is not null)));

    private bool IsOfOtherVersion(Run one) => Version is not null && !one.IsVersion(Version);

    private static bool IsSame(string? one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);
}
