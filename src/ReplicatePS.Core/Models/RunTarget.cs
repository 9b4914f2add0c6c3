namespace ReplicatePS.Core;

/// <summary>What a prediction runs on: a model, a version or a deployment.</summary>
public sealed class RunTarget
{
    private RunTarget(ModelReference? model, string? version, DeploymentReference? deployment)
    {
        Model = model;
        Version = version;
        Deployment = deployment;
    }

    /// <summary>The model, pinned or not; null for a deployment and for a version alone.</summary>
    public ModelReference? Model { get; }

    /// <summary>The version's id; null when none was named.</summary>
    public string? Version { get; }

    /// <summary>The deployment; null for all else.</summary>
    public DeploymentReference? Deployment { get; }

    /// <summary>Reads what a user has named.</summary>
    /// <param name="model">The model, <c>owner/name</c> or <c>owner/name:version</c>; null for none.</param>
    /// <param name="version">The version's id; null for none.</param>
    /// <param name="deployment">The deployment, <c>owner/name</c>; null for none.</param>
    /// <returns>What is to run.</returns>
    /// <exception cref="ReplicateException">Nothing was named, more than one thing, or something malformed.</exception>
    public static RunTarget Parse(string? model, string? version, string? deployment)
    {
        if (deployment is not null)
        {
            return model is null && version is null
                ? new RunTarget(null, null, DeploymentReference.Parse(deployment))
                : throw ReplicateException.Invalid("A deployment and a model were given. Give one of them: a deployment knows its model and version.");
        }

        ModelReference? named = model is null ? null : ModelReference.Parse(model).At(version);
        return named is not null ? new RunTarget(named, named.Version, null)
            : version is not null ? new RunTarget(null, PathSegment.Check(version, "a version id"), null)
            : throw ReplicateException.Invalid("Nothing was given to run. Give -Model, -Version or -Deployment.");
    }

    /// <summary>A model, pinned or not.</summary>
    /// <param name="model">The model.</param>
    /// <returns>What is to run.</returns>
    public static RunTarget Of(ModelReference model) => new(model, model.Version, null);

    /// <inheritdoc/>
    public override string ToString() => Deployment?.ToString() ?? Model?.ToString() ?? Version!;
}
