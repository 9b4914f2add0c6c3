using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ReplicatePS.Core;

namespace ReplicatePS.Completion;

/// <summary>Completes models: those that the account has used lately, and what a search for the word finds. After the colon, their versions.</summary>
public sealed class ModelCompleter : ReplicateCompleter
{
    // What somebody who knows nothing yet is likely to be after.
    private const string FirstTraining = "trainer";
    private const string FirstModel = "image";

    private protected override string Question(string commandName, string word)
    {
        int colon = word.IndexOf(':');
        return colon > 0 ? word.Substring(0, colon + 1)
            : word.Length > 0 ? word
            : commandName.EndsWith("ReplicateTraining", StringComparison.OrdinalIgnoreCase) ? FirstTraining
            : FirstModel;
    }

    private protected override async Task<IEnumerable<Candidate>> AskAsync(ReplicateClient client, string? question, CancellationToken cancellation)
    {
        if (question!.EndsWith(":", StringComparison.Ordinal))
        {
            ModelReference model = ModelReference.Parse(question.TrimEnd(':'));
            return (await FirstPageAsync(client.Models.ListVersionsAsync(model, cancellation)).ConfigureAwait(false))
                .Select(one => new Candidate($"{model}:{one.Id}", $"of {one.CreatedAt?.LocalDateTime:g}"));
        }

        Task<IReadOnlyList<Core.Model>> search = OrNone(client.Search.ModelsAsync(question, 25, cancellation));
        Task<IReadOnlyList<Core.Prediction>> used = OrNone(FirstPageAsync(client.Predictions.ListAsync(cancellation)));
        Task<IReadOnlyList<Core.Training>> trained = OrNone(FirstPageAsync(client.Trainings.ListAsync(cancellation)));
        IEnumerable<Candidate> own = (await trained.ConfigureAwait(false)).Where(one => one.OutputVersion is not null)
            .Select(one => new Candidate(one.OutputVersion!, $"trained with {one.Model}"));
        IEnumerable<Candidate> recent = (await used.ConfigureAwait(false)).Where(one => one.Model is not null)
            .Select(one => new Candidate(one.Model!, "used lately"));
        IEnumerable<Candidate> found = (await search.ConfigureAwait(false)).Select(one => new Candidate(one.FullName, one.Description));
        return found.Concat(recent).Concat(own);
    }

    /// <summary>One source that fails does not take the others with it.</summary>
    private static async Task<IReadOnlyList<T>> OrNone<T>(Task<IReadOnlyList<T>> asking)
    {
        try
        {
            return await asking.ConfigureAwait(false);
        }
        catch (Exception)
        {
            return Array.Empty<T>();
        }
    }
}
