using System.Text.RegularExpressions;

namespace ReplicatePS.Emulator.Validation;

/// <summary>What models and deployments may be called.</summary>
internal static class ResourceName
{
    public const string Complaint = "A name is made of lower-case letters, digits, dashes, underscores and periods.";

    private static readonly Regex Pattern = new("^[a-z0-9](?:[a-z0-9._-]{0,69}[a-z0-9])?$", RegexOptions.CultureInvariant);

    public static bool IsValid(string name) => Pattern.IsMatch(name);
}
