using System.Text.Json;

namespace ReplicatePS.Core;

/// <summary>A kind of machine that models and deployments run on.</summary>
public sealed class Hardware : ApiObject
{
    private static readonly KnownMembers Read = new("sku", "name");

    internal Hardware(JsonElement json)
        : base(json)
    {
    }

    /// <summary>The SKU that creates and deployments take, such as <c>gpu-l40s</c>.</summary>
    public string Sku => Json.Text("sku") ?? string.Empty;

    /// <summary>The name for people, such as <c>Nvidia L40S GPU</c>.</summary>
    public string? Name => Json.Text("name");

    private protected override KnownMembers Known => Read;

    /// <summary>Refuses what cannot be a SKU. Which ones there are changes, so only Replicate knows them all.</summary>
    /// <param name="sku">The SKU.</param>
    /// <returns>The SKU.</returns>
    /// <exception cref="ReplicateException">It is empty, or holds what no SKU can hold.</exception>
    public static string CheckSku(string? sku) => PathSegment.Check(sku, "the SKU of hardware, such as cpu or gpu-l40s");
}
