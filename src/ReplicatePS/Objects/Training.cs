namespace ReplicatePS;

/// <summary>One fine-tuning of a model.</summary>
public sealed class Training : ReplicateRun
{
    private readonly Core.Training _training;
    private readonly string? _destination;

    internal Training(Core.Training training, string? destination = null)
        : base(training)
    {
        _training = training;
        _destination = destination;
    }

    // Declared here once more because PowerShell lists the members of the derived class first, and these belong on top.

    /// <inheritdoc/>
    public override string Id => base.Id;

    /// <inheritdoc/>
    public override string Status => base.Status;

    /// <inheritdoc/>
    public override string? Model => base.Model;

    /// <summary>
    /// The model that the new version is pushed to. Replicate does not report it before the training has succeeded; until
    /// then it is kept from the command that started the training.
    /// </summary>
    public string? Destination => OutputVersion?.Split(':')[0] ?? _destination;

    /// <summary>The new version, <c>owner/name:version</c>; null until the training has succeeded.</summary>
    public string? OutputVersion => _training.OutputVersion;

    /// <summary>Where the trained weights can be downloaded.</summary>
    public string? Weights => _training.Weights;
}
