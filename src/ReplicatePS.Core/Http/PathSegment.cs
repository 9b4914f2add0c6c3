using System;
using System.Linq;

namespace ReplicatePS.Core;

/// <summary>
/// One name or id inside a request path. What could lead the request to another endpoint is refused before anything is sent;
/// the rest is escaped.
/// </summary>
internal static class PathSegment
{
    private const int Longest = 256;

    public static bool IsValid(string? segment) =>
        segment is { Length: > 0 and <= Longest } && segment is not ("." or "..") && segment.All(IsAllowed);

    /// <summary>Gives the segment back, or says that it is not what it should be.</summary>
    public static string Check(string? segment, string what) =>
        IsValid(segment) ? segment! : throw ReplicateException.Invalid($"'{segment}' is not {what}.");

    public static string Escape(string? segment, string what) => Uri.EscapeDataString(Check(segment, what));

    private static bool IsAllowed(char c) =>
        c is not ('/' or '\\' or '?' or '#' or '%' or ':' or '&' or '"' or '<' or '>') && !char.IsWhiteSpace(c) && !char.IsControl(c) && !char.IsSurrogate(c);
}
