using System.Collections.Generic;
using System.Linq;
using ReplicatePS.Emulator.Http;

namespace ReplicatePS.Emulator.Accounts;

/// <summary>The machines that models and deployments can ask for.</summary>
internal static class Hardware
{
    private static readonly IReadOnlyList<(string Sku, string Name)> All = new[]
    {
        ("cpu", "CPU"),
        ("gpu-t4", "Nvidia T4 GPU"),
        ("gpu-l40s", "Nvidia L40S GPU"),
        ("gpu-l40s-2x", "2x Nvidia L40S GPU"),
        ("gpu-a100-large", "Nvidia A100 (80GB) GPU"),
        ("gpu-a100-large-2x", "2x Nvidia A100 (80GB) GPU"),
        ("gpu-h100", "Nvidia H100 GPU"),
    };

    public static bool Exists(string sku) => All.Any(hardware => hardware.Sku == sku);

    public static string Complaint(string sku) =>
        $"\"{sku}\" is not a valid choice. Choose one of: {string.Join(", ", All.Select(hardware => hardware.Sku))}.";

    public static void MapTo(Router router) => router.Map("GET", "/hardware", _ => Json.WebResponse(200, writer =>
    {
        writer.WriteStartArray();
        foreach ((string sku, string name) in All)
        {
            writer.WriteStartObject();
            writer.WriteString("sku", sku);
            writer.WriteString("name", name);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }));
}
