using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using ReplicatePS.Emulator.Validation;

namespace ReplicatePS.Emulator.Http;

/// <summary>Ends a request with an error answer. Each form is one that the real service has been seen to use.</summary>
internal sealed class Refusal : Exception
{
    private const string ProblemType = "application/problem+json";
    private const string JsonType = "application/json";

    private readonly string _contentType;
    private readonly string _body;
    private readonly string? _retryAfter;

    private Refusal(int status, string contentType, string body, string? retryAfter = null)
        : base(body)
    {
        Status = status;
        _contentType = contentType;
        _body = body;
        _retryAfter = retryAfter;
    }

    public int Status { get; }

    public static Refusal Unauthenticated() => Problem(401, new JsonObject
    {
        ["title"] = "Unauthenticated",
        ["detail"] = "You did not pass a valid authentication token",
        ["status"] = 401,
    });

    public static Refusal NotFound(string detail = "The requested resource could not be found.") => Problem(404, new JsonObject
    {
        ["detail"] = detail,
        ["status"] = 404,
    });

    /// <summary>The web service's short form.</summary>
    public static Refusal Detail(int status, string detail) =>
        new(status, JsonType, Json.WebText(new JsonObject { ["detail"] = detail }));

    public static Refusal Problem(int status, string title, string detail) => Problem(status, new JsonObject
    {
        ["title"] = title,
        ["detail"] = detail,
        ["status"] = status,
    });

    public static Refusal InvalidVersion() => Problem(
        422,
        "Invalid version or not permitted",
        "The specified version does not exist (or perhaps you don't have permission to use it?)");

    /// <summary>What the prediction service says of a body or an input that does not fit.</summary>
    public static Refusal InvalidInput(IReadOnlyList<FieldFault> faults) => Problem(422, new JsonObject
    {
        ["detail"] = string.Concat(faults.Select(f => $"- {(f.Field.Length == 0 ? "" : f.Field + ": ")}{f.Description}\n")),
        ["status"] = 422,
        ["title"] = "Input validation failed",
        ["invalid_fields"] = new JsonArray(faults.Select(f => (JsonNode)new JsonObject
        {
            ["type"] = f.Type,
            ["field"] = f.Field,
            ["description"] = f.Description,
        }).ToArray()),
    });

    /// <summary>What the web service says of a model or deployment that does not fit.</summary>
    public static Refusal ValidationFailed(int status, IReadOnlyList<PointedFault> faults) => Problem(status, new JsonObject
    {
        ["title"] = "Validation failed",
        ["status"] = status,
        ["detail"] = "The following errors were found:\n" +
            string.Join("\n", faults.Select(f => $"- {f.Pointer.TrimStart('/')}: {f.Detail}")),
        ["errors"] = new JsonArray(faults.Select(f => (JsonNode)new JsonObject
        {
            ["pointer"] = f.Pointer,
            ["detail"] = f.Detail,
        }).ToArray()),
    });

    public static Refusal Throttled(int seconds)
    {
        var body = new JsonObject
        {
            ["detail"] = $"Request was throttled. Your rate limit resets in ~{seconds}s.",
            ["status"] = 429,
            ["retry_after"] = seconds,
        };
        return new Refusal(429, ProblemType, Json.EdgeText(body), seconds.ToString(Json.Invariant));
    }

    public EmulatorResponse ToResponse()
    {
        EmulatorResponse response = EmulatorResponse.Text(Status, _contentType, _body);
        return _retryAfter is null ? response : response.Set("retry-after", _retryAfter);
    }

    private static Refusal Problem(int status, JsonObject body) =>
        new(status, ProblemType, Json.EdgeText(body));
}
