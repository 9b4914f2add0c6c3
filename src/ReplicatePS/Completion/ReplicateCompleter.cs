using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Threading;
using System.Threading.Tasks;
using ReplicatePS.Core;

namespace ReplicatePS.Completion;

/// <summary>
/// Completes arguments with what Replicate knows. A person presses a key and waits, so an answer is kept for half a minute,
/// given up after 1.5 seconds, and no fault is ever shown.
/// </summary>
public abstract class ReplicateCompleter : IArgumentCompleter
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1.5);

    // Requests are given up a little before, so that what other requests have brought by then is still shown.
    private static readonly TimeSpan PatienceOfRequests = TimeSpan.FromSeconds(1.2);

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        try
        {
            ReplicateContext context = fakeBoundParameters["Context"] as ReplicateContext ?? SessionContext();
            string word = (wordToComplete ?? string.Empty).Trim('\'', '"');
            WildcardPattern pattern = WildcardPattern.Get($"*{WildcardPattern.Escape(word)}*", WildcardOptions.IgnoreCase);

            // What begins with the word comes first, then what holds it.
            return Candidates(context, commandName, word)
                .Where(candidate => pattern.IsMatch(candidate.Text))
                .OrderBy(candidate => !candidate.Text.StartsWith(word, StringComparison.OrdinalIgnoreCase))
                .Select(candidate => new CompletionResult(candidate.Text, candidate.Text, CompletionResultType.ParameterValue, candidate.Explanation))
                .ToArray();
        }
        catch (Exception)
        {
            return Array.Empty<CompletionResult>();
        }
    }

    /// <summary>What the answer depends on besides the kind of completer; null when it depends on nothing.</summary>
    private protected virtual string? Question(string commandName, string word) => null;

    private protected abstract Task<IEnumerable<Candidate>> AskAsync(ReplicateClient client, string? question, CancellationToken cancellation);

    /// <summary>The first page of a list is enough to choose from.</summary>
    private protected static async Task<IReadOnlyList<T>> FirstPageAsync<T>(IAsyncEnumerable<Page<T>> pages)
    {
        await foreach (Page<T> page in pages.ConfigureAwait(false))
        {
            return page.Results;
        }

        return Array.Empty<T>();
    }

    private static ReplicateContext SessionContext()
    {
        using PowerShell shell = PowerShell.Create(RunspaceMode.CurrentRunspace);
        return shell.AddCommand(@"ReplicatePS\Get-ReplicateContext").Invoke<ReplicateContext>().First();
    }

    private IReadOnlyList<Candidate> Candidates(ReplicateContext context, string commandName, string word)
    {
        string? question = Question(commandName, word);
        string key = $"{GetType().Name} {question}";
        if (context.Answers.TryGetValue(key, out CachedAnswer? known) && known.IsFresh)
        {
            return known.Candidates;
        }

        context.CheckToken();
        using CancellationTokenSource patience = new(PatienceOfRequests);
        Task<Candidate[]> asking = Task.Run(async () =>
            (await AskAsync(context.CreateClient(), question, patience.Token).ConfigureAwait(false)).GroupBy(one => one.Text).Select(same => same.First()).ToArray());
        if (!asking.Wait(Patience))
        {
            return Array.Empty<Candidate>();
        }

        context.Answers[key] = new CachedAnswer(asking.Result);
        return asking.Result;
    }
}
