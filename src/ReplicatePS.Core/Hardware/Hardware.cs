using System.Text.Json;
using System.Text.RegularExpressions;

namespace ReplicatePS.Core;

/// <summary>A kind of machine that models and deployments run on.</summary>
public sealed class Hardware : ApiObject
{
    private static readonly KnownMembers Read = new("sku", "name");

    private static readonly Regex Form = new("^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$", RegexOptions.CultureInvariant);

    internal Hardware(JsonElement json)
        : base(json)
    {
    }

    /// <summary>The SKU that creates and deployments take, such as <c>gpu-l40s</c>.</summary>
    public string Sku => Json.Text("sku") ?? string.Empty;

    /// <summary>The name for people, such as <c>Nvidia L40S GPU</c>.</summary>
    public string? Name => Json.Text("name");

    /// <summary>Refuses what has not the form of a SKU. Which there are is Replicate's to say, and changes.</summary>
    /// <param name="sku">What was given.</param>
    /// <returns>The SKU.</returns>
    /// <exception cref="ReplicateException">It is no SKU.</exception>
    public static string CheckSku(string? sku) => sku is not null && Form.IsMatch(sku)
        ? sku
        : throw ReplicateException.Invalid($"'{sku}' is no SKU. Those have letters, digits and hyphens, such as cpu or gpu-l40s. GET /hardware lists them.");

    private protected override KnownMembers Known => Read;
}
