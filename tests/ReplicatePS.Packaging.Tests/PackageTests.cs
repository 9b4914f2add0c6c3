using System;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Xunit;

namespace ReplicatePS.Packaging.Tests;

public sealed partial class PackageTests(Package package) : IClassFixture<Package>
{
    private const int LongestPath = 100;

    private static readonly string[] CoreAssemblies =
    [
        "Microsoft.Bcl.AsyncInterfaces", "Microsoft.Bcl.TimeProvider", "Microsoft.Extensions.Configuration.Abstractions",
        "Microsoft.Extensions.DependencyInjection", "Microsoft.Extensions.DependencyInjection.Abstractions", "Microsoft.Extensions.Http",
        "Microsoft.Extensions.Logging", "Microsoft.Extensions.Logging.Abstractions", "Microsoft.Extensions.Options",
        "Microsoft.Extensions.Primitives", "ReplicatePS", "ReplicatePS.Core", "ReplicatePS.Emulator", "ReplicatePS.Loader",
        "System.Diagnostics.DiagnosticSource", "System.Net.ServerSentEvents",
    ];

    private static readonly string[] DesktopAssemblies =
    [
        .. CoreAssemblies.Except(["ReplicatePS.Loader"]), "System.Buffers", "System.IO.Pipelines", "System.Memory", "System.Numerics.Vectors",
        "System.Runtime.CompilerServices.Unsafe", "System.Text.Encodings.Web", "System.Text.Json", "System.Threading.Tasks.Extensions",
        "System.ValueTuple",
    ];

    [Fact]
    public void The_package_holds_the_files_it_should_and_no_others()
    {
        var topics = new DirectoryInfo(Path.Combine(Repository.Root, "docs")).GetFiles("about_*.help.txt", SearchOption.AllDirectories);
        string[] expected =
        [
            "LICENSE", "ReplicatePS.format.ps1xml", "ReplicatePS.psd1", "ReplicatePS.psm1", "en-US/ReplicatePS.dll-Help.xml",
            .. topics.Select(topic => "en-US/" + topic.Name),
            .. CoreAssemblies.Select(name => $"bin/core/{name}.dll"),
            .. DesktopAssemblies.Select(name => $"bin/desktop/{name}.dll"),
        ];
        Assert.Equal(expected.Select(file => "ReplicatePS/" + file).Order(StringComparer.Ordinal), package.Files);
    }

    [Fact]
    public void Paths_are_short_enough_for_Azure_Automation()
    {
        Assert.All(package.Files, file => Assert.InRange(file.Length, 1, LongestPath - 1));
    }

    [Fact]
    public void Azure_Automation_gets_the_same_zip_named_like_the_module()
    {
        var artifacts = Path.Combine(Repository.Root, "artifacts");
        Assert.Equal(
            File.ReadAllBytes(Path.Combine(artifacts, $"ReplicatePS.{Repository.Version}.zip")),
            File.ReadAllBytes(Path.Combine(artifacts, "ReplicatePS.zip")));
    }

    [Theory]
    [InlineData("core")]
    [InlineData("desktop")]
    public void The_manifest_exports_exactly_the_cmdlets_of_the_assembly(string edition)
    {
        var exported = QuotedName().Matches(CmdletsToExport().Match(package.Manifest).Groups[1].Value).Select(match => match.Groups[1].Value);
        var cmdlets = package.Assemblies(edition).Single(assembly => assembly.Name == "ReplicatePS").Cmdlets;
        Assert.Equal(cmdlets.Order(StringComparer.Ordinal), exported.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_manifest_the_assemblies_and_the_changelog_agree_on_the_version()
    {
        Assert.Equal(Repository.Version, ModuleVersion().Match(package.Manifest).Groups[1].Value);
        Assert.All(
            package.Assemblies("core").Concat(package.Assemblies("desktop")).Where(assembly => assembly.Name.StartsWith("ReplicatePS", StringComparison.Ordinal)),
            assembly => Assert.Equal(Repository.Version, assembly.Version.ToString(3)));

        var changelog = File.ReadAllText(Path.Combine(Repository.Root, "CHANGELOG.md"));
        Assert.Equal(Repository.Version, NewestRelease().Match(changelog).Groups[1].Value);
    }

    [GeneratedRegex(@"CmdletsToExport\s*=\s*@\(([^)]*)\)")]
    private static partial Regex CmdletsToExport();

    [GeneratedRegex("'([^']+)'")]
    private static partial Regex QuotedName();

    [GeneratedRegex(@"ModuleVersion\s*=\s*'([^']+)'")]
    private static partial Regex ModuleVersion();

    [GeneratedRegex(@"^## (\d+\.\d+\.\d+)", RegexOptions.Multiline)]
    private static partial Regex NewestRelease();
}
