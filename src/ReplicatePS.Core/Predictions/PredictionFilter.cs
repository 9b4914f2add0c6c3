using System;
using System.Collections.Generic;
using System.Globalization;

namespace ReplicatePS.Core;

/// <summary>Which predictions are listed. What is null plays no part.</summary>
public sealed class PredictionFilter
{
    /// <summary>Only those that were created at this time or later.</summary>
    public DateTimeOffset? CreatedAfter { get; init; }

    /// <summary>Only those that were created before this time.</summary>
    public DateTimeOffset? CreatedBefore { get; init; }

    /// <summary><c>web</c> for those that were created on the web site, in the last 14 days; Replicate takes no other value.</summary>
    public string? Source { get; init; }

    internal string ToQuery()
    {
        if (CreatedAfter >= CreatedBefore)
        {
            throw ReplicateException.Invalid($"Nothing can be created after {CreatedAfter:u} and before {CreatedBefore:u}. Swap the two times.");
        }

        List<string> members = new();
        Add(members, "created_after", Text(CreatedAfter));
        Add(members, "created_before", Text(CreatedBefore));
        Add(members, "source", Source);
        return members.Count == 0 ? string.Empty : "?" + string.Join("&", members);
    }

    private static void Add(List<string> members, string name, string? value)
    {
        if (value is not null)
        {
            members.Add($"{name}={Uri.EscapeDataString(value)}");
        }
    }

    private static string? Text(DateTimeOffset? time) =>
        time?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'", CultureInfo.InvariantCulture);
}
