using System.Collections.Generic;
using System.Linq;

namespace ReplicatePS.Emulator.Collections;

/// <summary>The collections. They never change.</summary>
internal sealed class CollectionStore
{
    public CollectionStore(IReadOnlyList<Collection> all)
    {
        All = all;
    }

    public IReadOnlyList<Collection> All { get; }

    public Collection? Find(string slug) => All.FirstOrDefault(collection => collection.Slug == slug);
}
