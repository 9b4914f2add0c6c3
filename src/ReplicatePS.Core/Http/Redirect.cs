using System;
using System.Net.Http;

namespace ReplicatePS.Core;

/// <summary>Where answers lead on. The transport follows none of them: who asked knows where a token may go.</summary>
internal static class Redirect
{
    /// <summary>How many are followed one after another.</summary>
    public const int Most = 5;

    public static bool Is(HttpResponseMessage response) => (int)response.StatusCode is >= 300 and < 400;

    /// <summary>Where it leads; null when it does not say.</summary>
    public static Uri? Location(HttpResponseMessage response, Uri from) =>
        ProblemReader.Header(response, "Location") is { Length: > 0 } location ? ApiAddress.Resolve(from, location) : null;

    public static ReplicateException Refused(HttpResponseMessage response, ApiAddress address) => new(
        ErrorKind.BadResponse,
        $"The answer redirects to '{ProblemReader.Header(response, "Location")}'. It was not followed, so that the token stays with {address.Origin}.")
    {
        StatusCode = response.StatusCode,
    };
}
