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

internal sealed record Page(List<Prediction> Results, string? Next);

internal sealed record UploadedFile(string Id, long Size);
