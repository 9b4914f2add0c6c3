using System;

namespace ReplicatePS.Core;

/// <summary>A model's name, with a version or without: <c>owner/name</c> or <c>owner/name:version</c>.</summary>
public sealed class ModelReference : IEquatable<ModelReference>
{
    /// <summary>Makes a reference of its parts.</summary>
    /// <param name="owner">The owner's name.</param>
    /// <param name="name">The model's name.</param>
    /// <param name="version">The version's id, if it is pinned.</param>
    /// <exception cref="ReplicateException">A part is empty or holds what no name can hold.</exception>
    public ModelReference(string owner, string name, string? version = null)
    {
        Owner = PathSegment.Check(owner, "a model owner");
        Name = PathSegment.Check(name, "a model name");
        Version = version is null ? null : CheckVersion(version);
    }

    /// <summary>The owner's name.</summary>
    public string Owner { get; }

    /// <summary>The model's name without its owner.</summary>
    public string Name { get; }

    /// <summary>The version's id; null when it is not pinned.</summary>
    public string? Version { get; }

    /// <summary>The name without a version.</summary>
    public string FullName => $"{Owner}/{Name}";

    /// <summary>Reads a reference; the text is split at its first colon.</summary>
    /// <param name="text">The text, <c>owner/name</c> or <c>owner/name:version</c>.</param>
    /// <returns>The reference.</returns>
    /// <exception cref="ReplicateException">The text is no model reference.</exception>
    public static ModelReference Parse(string? text)
    {
        string trimmed = (text ?? string.Empty).Trim();
        int colon = trimmed.IndexOf(':');
        string[] names = (colon < 0 ? trimmed : trimmed.Substring(0, colon)).Split('/');
        string? version = colon < 0 ? null : trimmed.Substring(colon + 1);
        if (names.Length != 2 || !PathSegment.IsValid(names[0]) || !PathSegment.IsValid(names[1])
            || (version is not null && !PathSegment.IsValid(version)))
        {
            throw ReplicateException.Invalid($"'{text}' is not a model. Give owner/name or owner/name:version.");
        }

        return new ModelReference(names[0], names[1], version);
    }

    /// <summary>Reads a reference that may not have a version, such as a training's destination.</summary>
    /// <param name="text">The text, <c>owner/name</c>.</param>
    /// <param name="what">What it stands for, as it is called in the error.</param>
    /// <returns>The reference.</returns>
    /// <exception cref="ReplicateException">The text is no name of a model, or has a version.</exception>
    public static ModelReference ParseUnpinned(string? text, string what)
    {
        string[] names = (text ?? string.Empty).Trim().Split('/');
        return names.Length == 2 && PathSegment.IsValid(names[0]) && PathSegment.IsValid(names[1])
            ? new ModelReference(names[0], names[1])
            : throw ReplicateException.Invalid($"'{text}' is not {what}. Give owner/name, without a version.");
    }

    /// <summary>Refuses what cannot be the id of a version.</summary>
    /// <param name="version">The id.</param>
    /// <returns>The id.</returns>
    /// <exception cref="ReplicateException">It is empty, or holds what no id can hold.</exception>
    public static string CheckVersion(string? version) => PathSegment.Check(version, "a version id");

    /// <summary>The same model at a version.</summary>
    /// <param name="version">The version's id.</param>
    /// <returns>A pinned reference.</returns>
    /// <exception cref="ReplicateException">This reference is pinned to another version.</exception>
    public ModelReference At(string? version)
    {
        if (version is null || version == Version)
        {
            return this;
        }

        return Version is null
            ? new ModelReference(Owner, Name, version)
            : throw ReplicateException.Invalid($"The model is pinned to version {Version}, but version {version} was asked for as well. Give one of them.");
    }

    /// <inheritdoc/>
    public bool Equals(ModelReference? other) => other is not null && ToString() == other.ToString();

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ModelReference);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(ToString());

    /// <inheritdoc/>
    public override string ToString() => Version is null ? FullName : $"{FullName}:{Version}";
}
