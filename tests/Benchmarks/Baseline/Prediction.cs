using System;
using System.Collections.Generic;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ReplicatePS.Benchmarks.Baseline;

internal sealed record Prediction(
    string Id,
    string Status,
    string? Model,
    string? Version,
    JsonElement? Input,
    JsonElement? Output,
    string? Logs,
    JsonElement? Error,
    [property: JsonPropertyName("created_at")] DateTimeOffset? CreatedAt,
    [property: JsonPropertyName("started_at")] DateTimeOffset? StartedAt,
    [property: JsonPropertyName("completed_at")] DateTimeOffset? CompletedAt,
    Dictionary<string, string>? Urls,
    JsonElement? Metrics);

internal sealed record Page<T>(List<T> Results, string? Next);

internal sealed record Model(
    string Owner,
    string Name,
    string? Description,
    string? Visibility,
    [property: JsonPropertyName("run_count")] long RunCount,
    [property: JsonPropertyName("created_at")] DateTimeOffset? CreatedAt,
    [property: JsonPropertyName("default_example")] JsonElement? DefaultExample,
    [property: JsonPropertyName("latest_version")] JsonElement? LatestVersion);

internal sealed record UploadedFile(string Id, long Size);
