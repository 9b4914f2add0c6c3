using System;
using System.Net;
using ReplicatePS.Core;

namespace ReplicatePS;

/// <summary>The exception behind every error of this module. Catch it as <c>[ReplicatePS.ReplicateApiException]</c>.</summary>
public class ReplicateApiException : Exception
{
    internal ReplicateApiException(ReplicateException fault)
        : base(fault.Message, fault)
    {
        StatusCode = fault.StatusCode;
        Title = fault.Title;
        Detail = fault.Detail;
        RequestId = fault.RequestId;
        RetryAfter = fault.RetryAfter;
        SentAt = fault.Attempt?.SentAt;
        InputHash = fault.Attempt?.InputHash ?? fault.Attempt?.BodyHash;
        Model = fault.Attempt?.Model;
        Version = fault.Attempt?.Version;
        Deployment = fault.Attempt?.Deployment;
        Destination = fault.Attempt?.Destination;
        SearchCommand = fault.Attempt is { } attempt ? Pipeline.LookUp.Of(attempt) : null;
        Attempt = fault.Attempt;
        Id = fault.Attempt?.Id ?? fault.Id;
    }

    internal ReplicateApiException(string message, ReplicateRun run)
        : base(message)
    {
        Id = run.Id;
        Prediction = run as Prediction;
        Training = run as Training;
    }

    internal ReplicateApiException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }

    private ReplicateApiException(ReplicateApiException other, long row)
        : base($"Row {row}: {other.Message}", other.InnerException)
    {
        StatusCode = other.StatusCode;
        Title = other.Title;
        Detail = other.Detail;
        RequestId = other.RequestId;
        RetryAfter = other.RetryAfter;
        SentAt = other.SentAt;
        InputHash = other.InputHash;
        Model = other.Model;
        Version = other.Version;
        Deployment = other.Deployment;
        Destination = other.Destination;
        SearchCommand = other.SearchCommand;
        Attempt = other.Attempt;
        Id = other.Id;
        Prediction = other.Prediction;
        Training = other.Training;
        Row = row;
    }

    /// <summary>The HTTP status; null when no answer came.</summary>
    public HttpStatusCode? StatusCode { get; }

    /// <summary>The title that Replicate gave.</summary>
    public string? Title { get; }

    /// <summary>The detail that Replicate gave.</summary>
    public string? Detail { get; }

    /// <summary>The id by which Replicate's support can find the request.</summary>
    public string? RequestId { get; }

    /// <summary>How long Replicate asked to wait.</summary>
    public TimeSpan? RetryAfter { get; }

    /// <summary>The id of what the error is about, where it is known.</summary>
    public string? Id { get; }

    /// <summary>When a create was sent whose outcome is not known.</summary>
    public DateTimeOffset? SentAt { get; }

    /// <summary>
    /// SHA-256 of the inputs of a create whose outcome is not known, whatever the order of their names, as Find-ReplicatePrediction
    /// takes it; of the whole body where there are no inputs.
    /// </summary>
    public string? InputHash { get; }

    /// <summary>The model of a create whose outcome is not known, <c>owner/name</c>.</summary>
    public string? Model { get; }

    /// <summary>The version's id of a create whose outcome is not known.</summary>
    public string? Version { get; }

    /// <summary>The deployment of a create whose outcome is not known, <c>owner/name</c>.</summary>
    public string? Deployment { get; }

    /// <summary>The destination of a training whose outcome is not known, <c>owner/name</c>.</summary>
    public string? Destination { get; }

    /// <summary>The command that looks for what may have been created; null where nothing is in doubt.</summary>
    public string? SearchCommand { get; }

    /// <summary>The prediction that ended in another way than well.</summary>
    public Prediction? Prediction { get; }

    /// <summary>The training that ended in another way than well.</summary>
    public Training? Training { get; }

    /// <summary>What was sent, where its outcome is not known.</summary>
    internal CreateAttempt? Attempt { get; }

    /// <summary>Which record of the pipeline it is about, from 1; null where there was no pipeline.</summary>
    public long? Row { get; }

    internal ReplicateApiException InRow(long row) => new(this, row);
}
