using System.Management.Automation;

namespace ReplicatePS.Packaging.Tests;

/// <summary>How big a sample is.</summary>
public enum SampleSize
{
    Small,
    Large,
}

/// <summary>What all samples share.</summary>
public abstract class SampleCommand : PSCmdlet
{
    /// <summary>Where it goes, as <see cref="GetBareCommand"/> gives it.</summary>
    [Parameter]
    public string? Context { get; set; }
}

/// <summary>Sets a sample, in one
/// sentence.</summary>
/// <remarks>
/// Text without a paragraph of its own.
/// <para>A paragraph about <see cref="Name"/>
/// and <c>a value</c>.</para>
/// <list type="bullet">
///   <item>one</item>
///   <item><description>two</description></item>
/// </list>
/// </remarks>
/// <operation name="samples.set" route="PUT /samples/{id}" set="ByName">
///   <code>Set-Sample x | Out-Null</code>
/// </operation>
/// <operation name="samples.clear" route="DELETE /samples" set="None">
///   <code>Set-Sample -All</code>
/// </operation>
/// <example>
///   <summary>Set it.</summary>
///   <code>
///   Set-Sample x |
///       Out-Null
///   </code>
///   <para>Now it
///   is set.</para>
/// </example>
/// <example>
///   <summary>Set it again</summary>
///   <code>Set-Sample -Name y |
///     Out-Null</code>
/// </example>
/// <seealso cref="GetBareCommand"/>
/// <seealso href="https://example.org/samples">About samples</seealso>
[Cmdlet(VerbsCommon.Set, "Sample", SupportsShouldProcess = true, DefaultParameterSetName = "ByName", HelpUri = "https://example.org/set")]
[OutputType(typeof(SampleSize))]
public sealed class SetSampleCommand : SampleCommand
{
    /// <summary>The name; at most 10 characters.</summary>
    /// <remarks>It may be wrapped.</remarks>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = "ByName")]
    [Alias("Id", "Key")]
    [SupportsWildcards]
    public string[] Name { get; set; } = [];

    /// <summary>Takes all.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "All")]
    public SwitchParameter All { get; set; }

    /// <summary>The bound in seconds.</summary>
    [Parameter]
    public int TimeoutSec { get; set; } = 30;

    /// <summary>The size.</summary>
    [Parameter]
    public SampleSize? Size { get; set; }

    /// <summary>The colour.</summary>
    [Parameter]
    [ValidateSet("red", "blue")]
    public string? Colour { get; set; }

    /// <summary>Not for users.</summary>
    [Parameter(DontShow = true)]
    public string? Hidden { get; set; }
}

/// <operation name="samples.set"/>
/// <operation name="samples.get"/>
/// <operation name="samples.wipe" route="DELETE /samples">
///   <code>Get-Bare</code>
/// </operation>
[Cmdlet(VerbsCommon.Get, "Bare")]
public sealed class GetBareCommand : PSCmdlet
{
    [Parameter]
    public string? Undocumented { get; set; }
}
