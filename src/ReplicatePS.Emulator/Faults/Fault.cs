using System;
using System.Collections.Generic;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using ReplicatePS.Emulator.Faults;

namespace ReplicatePS.Emulator;

/// <summary>One way in which a connection or a server goes wrong. Switched on by <see cref="FaultSwitches.Add"/>.</summary>
public sealed class Fault
{
    private const string Html502 =
        "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<h1>Bad gateway</h1>\r\n</body>\r\n</html>\r\n";

    private readonly Func<Call, Task<EmulatorResponse>> _apply;

    private Fault(Func<Call, Task<EmulatorResponse>> apply)
    {
        _apply = apply;
    }

    /// <summary>The connection is reset before the request's body is read: nothing has happened.</summary>
    public static Fault ResetBeforeBody() => new(_ => throw new ConnectionLostException());

    /// <summary>The connection is reset after the request was carried out: it has happened, and the answer is lost.</summary>
    public static Fault ResetAfterProcessing() => new(async call =>
    {
        EmulatorResponse response = await call.Next().ConfigureAwait(false);
        response.Body.Dispose();
        throw new ConnectionLostException();
    });

    /// <summary>No answer comes until the caller gives up.</summary>
    public static Fault Stall() => new(async call =>
    {
        await Task.Delay(Timeout.Infinite, call.CancellationToken).ConfigureAwait(false);
        throw new ConnectionLostException();
    });

    /// <summary>The answer comes later, in emulated time.</summary>
    public static Fault Slow(TimeSpan delay) => new(async call =>
    {
        await call.Clock.Delay(delay, call.CancellationToken).ConfigureAwait(false);
        return await call.Next().ConfigureAwait(false);
    });

    /// <summary>Another answer, instead of carrying the request out.</summary>
    /// <param name="status">The status code.</param>
    /// <param name="body">The body; empty if null.</param>
    /// <param name="contentType">What the body is said to be.</param>
    /// <param name="headers">Headers to add, such as Retry-After.</param>
    public static Fault Answer(
        int status,
        string? body = null,
        string contentType = "application/problem+json",
        IReadOnlyDictionary<string, string>? headers = null) => new(_ =>
    {
        EmulatorResponse response = body is null ? EmulatorResponse.Empty(status) : EmulatorResponse.Text(status, contentType, body);
        foreach (KeyValuePair<string, string> header in headers ?? new Dictionary<string, string>())
        {
            response.Set(header.Key, header.Value);
        }

        return Task.FromResult(response);
    });

    /// <summary>Status 429 with a Retry-After header in the given form (seconds or a date), in the body, in both or in neither.</summary>
    /// <param name="header">The header's value; null leaves it out.</param>
    /// <param name="bodySeconds">The body's retry_after; null leaves the body out.</param>
    public static Fault Throttle(string? header = null, double? bodySeconds = null) => Answer(
        429,
        bodySeconds is { } seconds
            ? FormattableString.Invariant($"{{\"detail\":\"Request was throttled.\",\"status\":429,\"retry_after\":{seconds}}}\n")
            : null,
        headers: header is null ? null : new Dictionary<string, string> { ["retry-after"] = header });

    /// <summary>Status 502 with an HTML page.</summary>
    public static Fault HtmlBadGateway() => Answer(502, Html502, "text/html");

    /// <summary>Status 503 without a body.</summary>
    public static Fault EmptyUnavailable() => Answer(503);

    /// <summary>Status 200 with a body that is no JSON, instead of carrying the request out.</summary>
    public static Fault MalformedBody() => Answer(200, "{\"id\": oops", "application/json");

    /// <summary>The request is carried out, and its answer ends in the middle as if it were complete.</summary>
    public static Fault TruncatedBody() => new(async call =>
    {
        EmulatorResponse response = await call.Next().ConfigureAwait(false);
        using var whole = new MemoryStream();
        await response.Body.CopyToAsync(whole).ConfigureAwait(false);
        response.Body.Dispose();
        response.Body = new MemoryStream(whole.GetBuffer(), 0, (int)whole.Length / 2, writable: false);
        response.ContentLength = response.Body.Length;
        return response;
    });

    /// <summary>The request is carried out, and the connection breaks after so many bytes of the answer's body.</summary>
    public static Fault CutAfter(long bytes) => new(async call =>
    {
        EmulatorResponse response = await call.Next().ConfigureAwait(false);
        response.Body = new CutStream(response.Body, bytes);
        return response;
    });

    /// <summary>A redirect to another address instead of carrying the request out.</summary>
    /// <param name="location">Where to; may be relative.</param>
    /// <param name="status">301, 302, 303, 307 or 308.</param>
    public static Fault Redirect(string location, int status = 302) =>
        Answer(status, headers: new Dictionary<string, string> { ["location"] = location });

    internal Task<EmulatorResponse> ApplyAsync(TimeProvider clock, Func<Task<EmulatorResponse>> next, CancellationToken cancellationToken) =>
        _apply(new Call(clock, next, cancellationToken));

    private sealed record Call(TimeProvider Clock, Func<Task<EmulatorResponse>> Next, CancellationToken CancellationToken);
}
