using System;
using System.Management.Automation;
using System.Net;
using ReplicatePS.Core;

namespace ReplicatePS.Pipeline;

/// <summary>Turns faults into the error records of the module's error table.</summary>
internal static class ErrorRecords
{
    private const string HowToConnect =
        "Run Connect-Replicate -Token <token>, or set the environment variable REPLICATE_API_TOKEN, or try everything without an account: Connect-Replicate -Emulator.";

    private const string HowToTrust =
        "If a proxy of your organisation opens secure connections, add its root certificate to this machine's trusted ones. If not, check the address: the token was not sent.";

    private const string HowToPassTheProxy =
        "Give the proxy its account: Connect-Replicate -Proxy <address> -ProxyCredential (Get-Credential). Where it knows Windows accounts, -ProxyUseDefaultCredentials shows it the one that PowerShell runs as. The token was not sent.";

    // From PowerShell 7.5 on the error view has a line for the recommended action; before, the message must carry it.
    private static readonly bool ShowsAdvice = typeof(PSObject).Assembly.GetName().Version >= new Version(7, 5);

    public static ErrorRecord From(Exception fault, object? target) => fault switch
    {
        ReplicateException known => From(known, target),
        _ when IsOfOneRecord(fault) => From(new ReplicateException(ErrorKind.InvalidInput, fault.Message, fault), target),
        FaultWithAdvice advised => advised.Record,
        ReplicateApiException readable => new ErrorRecord(readable, "ReplicateError", ErrorCategory.NotSpecified, target),
        _ => new ErrorRecord(new ReplicateApiException(fault.Message, fault), "ReplicateUnexpected", ErrorCategory.NotSpecified, target),
    };

    /// <summary>
    /// Whether what was thrown on the pipeline thread says only that this record cannot be worked on: a path on a drive that
    /// is missing, an object that cannot be read. What stops the pipeline must go on to do so.
    /// </summary>
    public static bool IsOfOneRecord(Exception fault) => fault
        is ReplicateException or MetadataException or SessionStateException or ProviderInvocationException or ExtendedTypeSystemException;

    public static ErrorRecord From(ReplicateException fault, object? target, string? advice = null) => Make(
        new ReplicateApiException(Naming(fault, target)), "Replicate" + fault.Kind, CategoryOf(fault.Kind), target, advice ?? AdviceFor(fault));

    /// <summary>A prediction or training that ended in another way than well.</summary>
    /// <param name="run">The prediction or training.</param>
    /// <param name="noun">What it is called in the names of cmdlets.</param>
    /// <param name="target">What the user gave; null for the run itself.</param>
    public static ErrorRecord FromEnded(ReplicateRun run, string noun, object? target = null)
    {
        string name = noun.ToLowerInvariant();
        string reason = run.Error is { Length: > 0 } error ? error : $"Its log may tell: (Get-Replicate{noun} {run.Id}).Logs";
        (string message, string id, ErrorCategory category) = run.Status switch
        {
            RunStatus.Canceled => ($"The {name} {run.Id} was canceled{Billed(run)}", "Canceled", ErrorCategory.OperationStopped),
            RunStatus.Aborted => ($"The {name} {run.Id} was aborted: its deadline passed before it started. It is not billed.", "Aborted", ErrorCategory.OperationStopped),
            _ => ($"The {name} {run.Id} failed: {reason}", "Failed", ErrorCategory.InvalidResult),
        };
        string advice = $"Get-Replicate{noun} {run.Id} shows it whole, its log included.";
        return Make(new ReplicateApiException(message, run), $"Replicate{noun}{id}", category, target ?? run, advice);
    }

    /// <summary>A prediction that succeeded, and made nothing.</summary>
    public static ErrorRecord FromNothing(Prediction prediction, object? target) => prediction.DataRemoved
        ? Make(
            new ReplicateApiException($"The output of the prediction {prediction.Id} is gone. Replicate removes outputs an hour after they were made.", prediction),
            "ReplicateNotFound",
            ErrorCategory.ObjectNotFound,
            target,
            null)
        : Make(
            new ReplicateApiException($"The prediction {prediction.Id} succeeded, but its output is null.", prediction),
            "ReplicateOutputMissing",
            ErrorCategory.InvalidResult,
            target,
            $"Its log may tell why: (Get-ReplicatePrediction {prediction.Id}).Logs");

    /// <summary>Rows that were not started, as there was no compute left for them.</summary>
    public static ErrorRecord FromBudget(string message, object rows) => Make(
        new ReplicateApiException(message),
        "ReplicateBudgetReached",
        ErrorCategory.LimitsExceeded,
        rows,
        "The error's TargetObject holds the rows. With -Journal the same command run again goes on with them.");

    /// <summary>The same error, with the row of the pipeline that it is about.</summary>
    public static ErrorRecord InRow(ErrorRecord record, long row)
    {
        ReplicateApiException named = ((ReplicateApiException)record.Exception).InRow(row);
        ErrorRecord made = new(named, record.FullyQualifiedErrorId, record.CategoryInfo.Category, record.TargetObject);
        if (record.ErrorDetails is { } details)
        {
            made.ErrorDetails = new ErrorDetails($"Row {row}: {details.Message}") { RecommendedAction = details.RecommendedAction };
        }

        return made;
    }

    /// <summary>A wait whose time was up and which was to cancel then.</summary>
    /// <param name="fault">The end of the wait.</param>
    /// <param name="noun">What was waited for, as it is called in the names of cmdlets.</param>
    /// <param name="id">Its id.</param>
    /// <param name="problem">Why it may not have been canceled; null when it was.</param>
    public static ErrorRecord FromCanceledWait(ReplicateException fault, string noun, string id, string? problem)
    {
        string name = noun.ToLowerInvariant();
        string outcome = problem is null
            ? $"The {name} {id} had not ended in time and was canceled at Replicate. The time that it ran is billed."
            : $"The {name} {id} had not ended in time, and canceling it failed: {problem} It may go on at Replicate.";
        string advice = problem is null ? $"Get-Replicate{noun} {id} shows it." : $"Stop-Replicate{noun} {id} cancels it.";
        return From(new ReplicateException(fault.Kind, outcome, fault) { Id = id }, TargetOf(id), advice);
    }

    /// <summary>An id as text that is also an object with an id, so that it can be piped on.</summary>
    public static PSObject TargetOf(string id)
    {
        PSObject target = PSObject.AsPSObject(id);
        target.Properties.Add(new PSNoteProperty("Id", id));
        return target;
    }

    // Deadlines are by Replicate's clock alone, which may stamp the end a moment before it.
    private static string Billed(ReplicateRun run)
    {
        bool isLate = run is Prediction { Deadline: { } deadline } && run.CompletedAt >= deadline - TimeSpan.FromSeconds(1);
        string time = run.RunTime is { } ran ? $"The {ran.TotalSeconds:0.##} s that it ran are billed." : "The time that it ran is billed.";
        return isLate ? $": its deadline (-CancelAfter) passed while it ran. {time}" : $". {time}";
    }

    /// <summary>Where several names were given, that one of them does not exist tells little without the name.</summary>
    private static ReplicateException Naming(ReplicateException fault, object? target) =>
        fault.StatusCode == HttpStatusCode.NotFound && target is string name && !fault.Message.Contains(name)
            ? new ReplicateException(fault.Kind, $"{name}: {fault.Message}", fault)
            {
                StatusCode = fault.StatusCode,
                Title = fault.Title,
                Detail = fault.Detail,
                RequestId = fault.RequestId,
            }
            : fault;

    private static ErrorRecord Make(ReplicateApiException exception, string id, ErrorCategory category, object? target, string? advice)
    {
        ErrorRecord record = new(exception, id, category, target);
        if (advice is not null)
        {
            string message = ShowsAdvice ? exception.Message : $"{exception.Message} {advice}";
            record.ErrorDetails = new ErrorDetails(message) { RecommendedAction = advice };
        }

        return record;
    }

    private static ErrorCategory CategoryOf(ErrorKind kind) => kind switch
    {
        ErrorKind.TokenMissing or ErrorKind.Unauthorized => ErrorCategory.AuthenticationError,
        ErrorKind.PaymentRequired => ErrorCategory.QuotaExceeded,
        ErrorKind.Forbidden => ErrorCategory.PermissionDenied,
        ErrorKind.NotFound => ErrorCategory.ObjectNotFound,
        ErrorKind.InvalidInput => ErrorCategory.InvalidArgument,
        ErrorKind.Conflict => ErrorCategory.ResourceExists,
        ErrorKind.FileTooLarge or ErrorKind.RateLimited => ErrorCategory.LimitsExceeded,
        ErrorKind.ServerError => ErrorCategory.ResourceUnavailable,
        ErrorKind.ConnectionFailed or ErrorKind.OutcomeUnknown => ErrorCategory.ConnectionError,
        ErrorKind.WaitTimeout => ErrorCategory.OperationTimeout,
        _ => ErrorCategory.InvalidData,
    };

    private static string? AdviceFor(ReplicateException fault) => fault.Kind switch
    {
        ErrorKind.TokenMissing => HowToConnect,
        ErrorKind.Unauthorized => "Make a token at https://replicate.com/account/api-tokens and run Connect-Replicate -Token <token>.",
        ErrorKind.PaymentRequired => "Add credit at https://replicate.com/account/billing and wait a few minutes.",
        ErrorKind.RateLimited => "Try again later, or let Connect-Replicate -MaximumRetryCount allow more tries.",
        ErrorKind.OutcomeUnknown when fault.Attempt is { } attempt => LookFor(attempt),
        ErrorKind.ConnectionFailed when fault.IsUntrusted => HowToTrust,
        ErrorKind.ConnectionFailed when fault.IsProxyRefusal => HowToPassTheProxy,
        ErrorKind.ConnectionFailed => "Check the network, the proxy (Connect-Replicate -Proxy) and the address (Connect-Replicate -BaseUri).",
        _ => null,
    };

    private static string LookFor(CreateAttempt attempt) =>
        attempt.Id is not null ? $"{LookUp.Of(attempt)} picks it up." : $"Look for it before you run the command again: {LookUp.Of(attempt)}";
}
