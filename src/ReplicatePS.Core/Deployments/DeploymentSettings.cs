using System.Text.Json.Nodes;

namespace ReplicatePS.Core;

/// <summary>What of a deployment can be chosen; what is null is left as it is.</summary>
public sealed class DeploymentSettings
{
    /// <summary>The most machines that may always be on.</summary>
    public const int LargestMinimum = 5;

    /// <summary>The most machines that a deployment may have.</summary>
    public const int LargestMaximum = 20;

    /// <summary>The version's id.</summary>
    public string? Version { get; init; }

    /// <summary>The hardware's SKU.</summary>
    public string? Hardware { get; init; }

    /// <summary>How many machines are always on, 0 to 5.</summary>
    public int? MinInstances { get; init; }

    /// <summary>How many machines there may be, 0 to 20.</summary>
    public int? MaxInstances { get; init; }

    /// <summary>Whether nothing was chosen.</summary>
    public bool IsEmpty => Version is null && Hardware is null && MinInstances is null && MaxInstances is null;

    /// <summary>Whether a deployment has all that was chosen, so that setting it would make a release that differs in nothing.</summary>
    /// <param name="deployment">The deployment as it is.</param>
    /// <returns>Whether nothing would change. What the deployment does not tell counts as a difference.</returns>
    public bool AreThoseOf(Deployment deployment) =>
        (Version is null || Version == deployment.Version)
        && (Hardware is null || Hardware == deployment.Hardware)
        && (MinInstances is null || MinInstances == deployment.MinInstances)
        && (MaxInstances is null || MaxInstances == deployment.MaxInstances);

    /// <summary>Refuses numbers that no deployment can have.</summary>
    /// <exception cref="ReplicateException">A bound is not allowed, or the bounds cross.</exception>
    public void Check()
    {
        Check(MinInstances, LargestMinimum, "minimum");
        Check(MaxInstances, LargestMaximum, "maximum");
        if (Version is not null)
        {
            PathSegment.Check(Version, "a version id");
        }

        if (Hardware is not null)
        {
            Core.Hardware.CheckSku(Hardware);
        }

        if (MinInstances > MaxInstances)
        {
            throw ReplicateException.Invalid($"The minimum of {MinInstances} instances is above the maximum of {MaxInstances}.");
        }
    }

    internal void AddTo(JsonObject body)
    {
        Check();
        if (Version is not null)
        {
            body["version"] = Version;
        }

        if (Hardware is not null)
        {
            body["hardware"] = Hardware;
        }

        if (MinInstances is { } minimum)
        {
            body["min_instances"] = minimum;
        }

        if (MaxInstances is { } maximum)
        {
            body["max_instances"] = maximum;
        }
    }

    private static void Check(int? instances, int largest, string name)
    {
        if (instances < 0 || instances > largest)
        {
            throw ReplicateException.Invalid($"The {name} of instances is 0 to {largest}, not {instances}.");
        }
    }
}
