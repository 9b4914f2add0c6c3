using System;
using System.Globalization;
using System.Management.Automation;

namespace ReplicatePS.Transformation;

/// <summary>Takes for a time what people have for one: a DateTime, text, a time out of a file or a job. What names no zone is local.</summary>
internal sealed class TimeTransformationAttribute : ArgumentTransformationAttribute
{
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) => inputData switch
    {
        PSObject { BaseObject: not PSCustomObject } wrapped => Transform(engineIntrinsics, wrapped.BaseObject),
        PSObject parts when parts.Properties["UtcDateTime"]?.Value is DateTime utc => new DateTimeOffset(DateTime.SpecifyKind(utc, DateTimeKind.Utc)),
        string text => DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeLocal, out DateTimeOffset time)
            ? time
            : throw new ArgumentTransformationMetadataException(
                $"'{text}' is not a time. Give a DateTime such as (Get-Date).AddHours(-1), or text such as 2031-02-03, 2031-02-03 04:05 or 2031-02-03T04:05:06Z."),
        _ => inputData,
    };
}
