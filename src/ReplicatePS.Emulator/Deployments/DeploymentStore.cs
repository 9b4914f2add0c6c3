using System;
using System.Collections.Generic;
using ReplicatePS.Emulator.Runs;

namespace ReplicatePS.Emulator.Deployments;

/// <summary>The account's deployments, oldest first. There are never many.</summary>
internal sealed class DeploymentStore
{
    private readonly object _gate = new();
    private readonly UniqueTimes _times = new();
    private readonly List<Deployment> _all = new();

    public IReadOnlyList<Deployment> All
    {
        get
        {
            lock (_gate)
            {
                return _all.ToArray();
            }
        }
    }

    public Deployment? Find(string fullName)
    {
        lock (_gate)
        {
            return _all.Find(deployment => deployment.FullName == fullName);
        }
    }

    public bool TryAdd(Deployment deployment)
    {
        lock (_gate)
        {
            if (_all.Exists(other => other.FullName == deployment.FullName))
            {
                return false;
            }

            deployment.CreatedAt = _times.Next(deployment.CreatedAt);
            _all.Add(deployment);
            return true;
        }
    }

    public void Remove(Deployment deployment)
    {
        lock (_gate)
        {
            _all.Remove(deployment);
        }
    }
}
