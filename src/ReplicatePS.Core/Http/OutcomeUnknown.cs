using System.Net.Http;

namespace ReplicatePS.Core;

/// <summary>Something that was sent once, and that nobody knows to have been done or not.</summary>
internal static class OutcomeUnknown
{
    // Unlike other redirects it says that the request was carried out, and that the outcome is elsewhere.
    private const int SeeOther = 303;

    /// <summary>Whether a fault leaves open if it was carried out. An answer that cannot be read does not make it undone; a proxy that let nothing pass does.</summary>
    public static bool Is(ReplicateException fault, RequestProfile profile) =>
        !profile.MayRepeat && profile.MayHaveArrived && !fault.IsProxyRefusal
        && (fault.Kind is ErrorKind.ServerError or ErrorKind.ConnectionFailed
            || (fault.Kind == ErrorKind.BadResponse && (int?)fault.StatusCode is (>= 200 and < 300) or SeeOther));

    /// <summary>The fault, with what is needed to look for what may have been created.</summary>
    public static ReplicateException Of(HttpRequestMessage request, RequestProfile profile, ReplicateException fault)
    {
        string path = request.RequestUri!.AbsolutePath;
        string? id = profile.Fragment is { } came ? Json.TextInFragment(came.Bytes.Span, "id") : null;
        string found = id is null
            ? "It may have been done and may cost money, so it was not sent again."
            : $"Its id could be read: {id}.";
        return new ReplicateException(
            ErrorKind.OutcomeUnknown,
            $"{request.Method} {path} was sent at {profile.SentAt:u}, but whether it took effect is not known: {fault.Message} {found}",
            fault)
        {
            StatusCode = fault.StatusCode,
            RequestId = fault.RequestId,
            Detail = fault.Detail,
            Attempt = new CreateAttempt(profile.SentAt, path, (request.Content as RequestContent)?.Hash, id, (request.Content as RequestContent)?.Sent),
        };
    }
}
