using System.Collections.Generic;

namespace ReplicatePS.Emulator.Collections;

/// <summary>Models that somebody has put together because they are good for one thing.</summary>
/// <param name="Slug">Its name in addresses.</param>
/// <param name="Name">Its name for people.</param>
/// <param name="Description">What it is for, in a sentence.</param>
/// <param name="FullDescription">What it is for, in Markdown; null where nobody has written that.</param>
/// <param name="Models">The models as owner/name, the best first.</param>
internal sealed record Collection(string Slug, string Name, string Description, string? FullDescription, IReadOnlyList<string> Models);
