using System;
using ReplicatePS.Emulator.Models;

namespace ReplicatePS.Emulator.Deployments;

/// <summary>One setting of a deployment. Every change makes a new one.</summary>
internal sealed record Release(
    int Number,
    ModelVersion Version,
    DateTimeOffset CreatedAt,
    string Hardware,
    int MinInstances,
    int MaxInstances);
