using System;
using System.Globalization;
using System.Text.RegularExpressions;
using ReplicatePS.Core;

namespace ReplicatePS.Pipeline;

/// <summary>The command that looks for something that may have been created. It can be run as it stands, in another session too.</summary>
internal static class LookUp
{
    /// <summary>How far clocks and the way to Replicate are trusted: what was sent was created within this time before or after.</summary>
    public static readonly TimeSpan Within = TimeSpan.FromMinutes(5);

    private static readonly Regex Bare = new(@"^[A-Za-z0-9_][A-Za-z0-9_./:-]*$", RegexOptions.CultureInvariant);

    public static string Of(CreateAttempt attempt) => KindOf(attempt.Path) switch
    {
        "predictions" when attempt.Id is { } id => "Get-ReplicatePrediction" + Argument(" ", id),
        "trainings" when attempt.Id is { } id => "Get-ReplicateTraining" + Argument(" ", id),
        "files" when attempt.Id is { } id => "Get-ReplicateFile" + Argument(" ", id),
        "predictions" => "Find-ReplicatePrediction" + Target(attempt) + Argument(" -Around ", Text(attempt.SentAt)) + Argument(" -InputHash ", attempt.InputHash),
        "trainings" => "Get-ReplicateTraining" + Argument(" -Model ", Pinned(attempt))
            + Argument(" -CreatedAfter ", Text(attempt.SentAt - Within)) + Argument(" -CreatedBefore ", Text(attempt.SentAt + Within)),
        "deployments" when attempt.Deployment is { } changed => "Get-ReplicateDeployment" + Argument(" ", changed),
        "deployments" => "Get-ReplicateDeployment | Where-Object Name -eq" + Argument(" ", attempt.Name),
        "models" when attempt.Model is { } model => "Get-ReplicateModel" + Argument(" ", model),
        "files" => $"Get-ReplicateFile | Where-Object CreatedAt -ge {Text(attempt.SentAt - Within)}",
        _ => $"Invoke-ReplicateRequest {attempt.Path}",
    };

    private static string Target(CreateAttempt attempt) => attempt switch
    {
        { Deployment: { } deployment } => Argument(" -Deployment ", deployment),
        { Model: not null } => Argument(" -Model ", Pinned(attempt)),
        _ => Argument(" -Version ", attempt.Version),
    };

    private static string? Pinned(CreateAttempt attempt) =>
        attempt.Model is { } model && attempt.Version is { } version && !version.Contains("/") ? $"{model}:{version}" : attempt.Model;

    private static string KindOf(string path)
    {
        string last = path.Substring(path.LastIndexOf('/') + 1);
        return last is "predictions" or "trainings" or "deployments" or "models" or "files" ? last
            : path.Contains("/deployments/") ? "deployments"
            : path.Contains("/models/") ? "models"
            : string.Empty;
    }

    private static string Argument(string name, string? value) => value is null ? string.Empty
        : name + (Bare.IsMatch(value) ? value : $"'{value.Replace("'", "''")}'");

    private static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
