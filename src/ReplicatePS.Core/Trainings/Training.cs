using System.Text.Json;

namespace ReplicatePS.Core;

/// <summary>One fine-tuning of a model.</summary>
public sealed class Training : Run
{
    private static readonly KnownMembers Read = Common;

    internal Training(JsonElement json)
        : base(json)
    {
    }

    /// <summary>The new version, <c>owner/name:version</c>; null until the training has succeeded.</summary>
    public string? OutputVersion => Output?.Text("version");

    /// <summary>Where the trained weights can be downloaded; null when there are none.</summary>
    public string? Weights => Output?.Text("weights");

    private protected override KnownMembers Known => Read;
}
