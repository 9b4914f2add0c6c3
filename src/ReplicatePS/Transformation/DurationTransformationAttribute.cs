using System;
using System.Globalization;
using System.Management.Automation;
using ReplicatePS.Core;

namespace ReplicatePS.Transformation;

/// <summary>Takes for a span of time what people write for one: 90, 90s, 5m, 1h30m45s, or a TimeSpan.</summary>
internal sealed class DurationTransformationAttribute : ArgumentTransformationAttribute
{
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) => (inputData is PSObject wrapped ? wrapped.BaseObject : inputData) switch
    {
        // A number is one of seconds, where PowerShell would take it for ticks. 30s without quotes is a number to it too, a short one.
        sbyte or byte or short or ushort or int or uint or long or float or double or decimal => Seconds(LanguagePrimitives.ConvertTo<double>(inputData)),
        string text when TimeSpan.TryParseExact(text.Trim(), "c", CultureInfo.InvariantCulture, out TimeSpan span) && text.Contains(":") => span,
        string text => Read(text),
        _ => inputData,
    };

    private static TimeSpan Seconds(double seconds) => Math.Abs(seconds) < TimeSpan.MaxValue.TotalSeconds ? TimeSpan.FromSeconds(seconds) : TimeSpan.MaxValue;

    private static TimeSpan Read(string text)
    {
        try
        {
            return RunTime.ParseLimit(text);
        }
        catch (ReplicateException refused)
        {
            throw new ArgumentTransformationMetadataException(refused.Message, refused);
        }
    }
}
