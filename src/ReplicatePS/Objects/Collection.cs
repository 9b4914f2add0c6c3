using System.Linq;

namespace ReplicatePS;

/// <summary>Models that Replicate has put together for a purpose.</summary>
public sealed class Collection : ReplicateObject
{
    private readonly Core.Collection _collection;
    private Model[]? _models;

    internal Collection(Core.Collection collection)
        : base(collection)
    {
        _collection = collection;
    }

    /// <summary>The name in its address, as <c>Get-ReplicateCollection</c> takes it.</summary>
    public string Slug => _collection.Slug;

    /// <summary>Its title.</summary>
    public string? Name => _collection.Name;

    /// <summary>What the models do, in a sentence.</summary>
    public string? Description => _collection.Description;

    /// <summary>What the models do, in Markdown; null in lists.</summary>
    public string? FullDescription => _collection.FullDescription;

    /// <summary>The models; empty in lists.</summary>
    public Model[] Models => _models ??= _collection.Models.Select(one => new Model(one)).ToArray();

    /// <summary>The slug, so that text stands for the object.</summary>
    /// <returns>The slug.</returns>
    public override string ToString() => Slug;
}
