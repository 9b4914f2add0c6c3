using System;

namespace ReplicatePS;

/// <summary>A version of a model.</summary>
public sealed class ModelVersion : ReplicateObject
{
    private readonly Core.ModelVersion _version;
    private object? _schema;

    internal ModelVersion(Core.ModelVersion version, string model)
        : base(version)
    {
        _version = version;
        Model = model;
    }

    /// <summary>The model, <c>owner/name</c>.</summary>
    public string Model { get; }

    /// <summary>The version's id, most often 64 hex digits.</summary>
    public string Version => _version.Id;

    /// <summary>When it was pushed.</summary>
    public DateTimeOffset? CreatedAt => _version.CreatedAt;

    /// <summary>Whether <c>New-ReplicateTraining</c> can fine-tune it.</summary>
    public bool IsTrainable => _version.IsTrainable;

    /// <summary>The version of Cog that it was built with.</summary>
    public string? CogVersion => _version.CogVersion;

    /// <summary>The OpenAPI schema of its inputs and outputs.</summary>
    public object? OpenApiSchema => _schema ??= PowerShellJson.ToCell(_version.OpenApiSchema);

    /// <summary>Model and version, as every <c>-Model</c> parameter takes it.</summary>
    /// <returns><c>owner/name:version</c>.</returns>
    public override string ToString() => $"{Model}:{Version}";
}
