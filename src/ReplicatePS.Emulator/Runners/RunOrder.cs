using System;
using ReplicatePS.Emulator.Models;

namespace ReplicatePS.Emulator.Runners;

/// <summary>What somebody wants to have run.</summary>
/// <param name="Id">The id that the run will have.</param>
/// <param name="Version">The version to run.</param>
/// <param name="Input">Its input.</param>
/// <param name="Files">Opens the files that the input names.</param>
/// <param name="Now">The present time.</param>
internal sealed record RunOrder(string Id, ModelVersion Version, InputValues Input, InputFiles Files, DateTimeOffset Now);
