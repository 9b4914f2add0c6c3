using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using ReplicatePS.Core;

namespace ReplicatePS;

/// <summary>
/// Finds the ids of creates whose answers a stopped pipeline did not wait for. All rows share one look at the newest predictions,
/// which has to be over within a second of Ctrl+C.
/// </summary>
internal sealed class UnseenCreates
{
    private static readonly TimeSpan TimeToLook = TimeSpan.FromSeconds(0.4);

    // What this machine's clock and Replicate's may differ by.
    private static readonly TimeSpan Skew = TimeSpan.FromSeconds(10);

    private readonly object _gate = new();
    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);
    private Task<IReadOnlyList<Core.Prediction>>? _newest;

    /// <summary>The id of a prediction that was created with an input; null when none is found.</summary>
    /// <param name="client">What looks.</param>
    /// <param name="target">What was to run.</param>
    /// <param name="input">The input as it was sent.</param>
    /// <param name="sentAt">When it was sent.</param>
    public async Task<string?> FindAsync(ReplicateClient client, RunTarget target, JsonElement input, DateTimeOffset sentAt)
    {
        Task<IReadOnlyList<Core.Prediction>> look;
        lock (_gate)
        {
            look = _newest ??= LookAsync(client);
        }

        JsonNode? sent = JsonObject.Create(input);
        IReadOnlyList<Core.Prediction> newest = await look.ConfigureAwait(false);
        lock (_gate)
        {
            return newest.FirstOrDefault(one =>
                (!one.HasEnded || one.CreatedAt >= sentAt - Skew)
                && IsOf(one, target)
                && one.Input is { ValueKind: JsonValueKind.Object } had
                && JsonNode.DeepEquals(JsonObject.Create(had), sent)
                && _taken.Add(one.Id))?.Id;
        }
    }

    private static bool IsOf(Core.Prediction one, RunTarget target) => target switch
    {
        { Deployment: { } deployment } => one.Deployment is null || one.Deployment == deployment.ToString(),
        { Model: { } model } => one.Model is null || one.Model.Equals(model.FullName, StringComparison.OrdinalIgnoreCase),
        _ => one.Version is null || one.Version == target.Version,
    };

    private static async Task<IReadOnlyList<Core.Prediction>> LookAsync(ReplicateClient client)
    {
        using CancellationTokenSource limit = new(TimeToLook);
        try
        {
            await foreach (Page<Core.Prediction> page in client.Predictions.ListAsync(limit.Token).ConfigureAwait(false))
            {
                return page.Results;
            }
        }
        catch (Exception fault) when (fault is ReplicateException or OperationCanceledException)
        {
            // Then they stay unnamed, and the error says what is known of them.
        }

        return Array.Empty<Core.Prediction>();
    }
}
