using System;

namespace ReplicatePS;

/// <summary>One run of a model.</summary>
public sealed class Prediction : ReplicateRun
{
    private readonly Core.Prediction _prediction;
    private object? _output;

    internal Prediction(Core.Prediction prediction)
        : base(prediction)
    {
        _prediction = prediction;
    }

    // Declared here once more because PowerShell lists the members of the derived class first, and these belong on top.

    /// <inheritdoc/>
    public override string Id => base.Id;

    /// <inheritdoc/>
    public override string Status => base.Status;

    /// <inheritdoc/>
    public override string? Model => base.Model;

    /// <summary>The output; null until there is some, and again an hour after the end.</summary>
    public object? Output => _output ??= PowerShellJson.ToCell(_prediction.Output);

    /// <summary>The deployment that it runs on, <c>owner/name</c>.</summary>
    public string? Deployment => _prediction.Deployment;

    /// <summary>When it will be stopped, if it has a deadline.</summary>
    public DateTimeOffset? Deadline => _prediction.Deadline;

    /// <summary>Whether its input, output and log are gone, as they are after an hour.</summary>
    public bool DataRemoved => _prediction.DataRemoved;
}
