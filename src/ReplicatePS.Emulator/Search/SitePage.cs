using System.Collections.Generic;

namespace ReplicatePS.Emulator.Search;

/// <summary>A page for people that a search can point at.</summary>
/// <param name="Name">Its title.</param>
/// <param name="Path">Where it is on the site.</param>
/// <param name="About">Words that it is found by besides.</param>
internal sealed record SitePage(string Name, string Path, string About)
{
    public static IReadOnlyList<SitePage> All { get; } = new SitePage[]
    {
        new("Pricing", "/pricing", "cost price billing hardware seconds"),
        new("HTTP API", "/docs/reference/http", "reference endpoints rest curl token"),
        new("Webhooks", "/docs/topics/webhooks", "callback notification signature secret verify"),
        new("Deployments", "/docs/topics/deployments", "instances scale hardware production"),
        new("Fine-tune a picture model", "/docs/get-started/fine-tune-with-flux", "training trainer lora image dataset"),
        new("Streaming output", "/docs/topics/predictions/streaming", "text tokens language model events"),
        new("Working with files", "/docs/topics/predictions/input-files", "upload image audio download"),
    };
}
