using System;
using System.Collections.Concurrent;
using System.Collections.Generic;

namespace ReplicatePS.Emulator.Models;

/// <summary>All models, by owner/name, and all versions, by id.</summary>
internal sealed class ModelStore
{
    private readonly ConcurrentDictionary<string, Model> _models = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, ModelVersion> _versions = new(StringComparer.Ordinal);

    public IEnumerable<Model> All => _models.Values;

    public Model? Find(string fullName) => _models.TryGetValue(fullName, out Model? model) ? model : null;

    public bool TryAdd(Model model) => _models.TryAdd(model.FullName, model);

    public void Remove(Model model) => _models.TryRemove(model.FullName, out _);

    public void Add(ModelVersion version)
    {
        _versions[version.Id] = version;
        version.Model.Add(version);
    }

    public ModelVersion? FindVersion(string id, DateTimeOffset now) =>
        _versions.TryGetValue(id, out ModelVersion? version) && version.ExistsAt(now) ? version : null;
}
