namespace ReplicatePS.Core;

/// <summary>A deployment's name: <c>owner/name</c>.</summary>
public sealed class DeploymentReference
{
    /// <summary>Makes a reference of its parts.</summary>
    /// <param name="owner">The owner's name.</param>
    /// <param name="name">The deployment's name.</param>
    /// <exception cref="ReplicateException">A part is empty or holds what no name can hold.</exception>
    public DeploymentReference(string owner, string name)
    {
        Owner = PathSegment.Check(owner, "a deployment owner");
        Name = CheckName(name);
    }

    /// <summary>The owner's name.</summary>
    public string Owner { get; }

    /// <summary>The deployment's name without its owner.</summary>
    public string Name { get; }

    /// <summary>Reads a reference.</summary>
    /// <param name="text">The text, <c>owner/name</c>.</param>
    /// <returns>The reference.</returns>
    /// <exception cref="ReplicateException">The text is no name of a deployment.</exception>
    public static DeploymentReference Parse(string? text)
    {
        string[] names = (text ?? string.Empty).Trim().Split('/');
        return names.Length == 2 && PathSegment.IsValid(names[0]) && PathSegment.IsValid(names[1])
            ? new DeploymentReference(names[0], names[1])
            : throw ReplicateException.Invalid($"'{text}' is not a deployment. Give owner/name.");
    }

    /// <summary>Refuses what cannot be the name of a deployment.</summary>
    /// <param name="name">The name, without its owner.</param>
    /// <returns>The name.</returns>
    /// <exception cref="ReplicateException">It is empty, or holds what no name can hold.</exception>
    public static string CheckName(string? name) => PathSegment.Check(name, "a deployment name");

    /// <inheritdoc/>
    public override string ToString() => $"{Owner}/{Name}";
}
