using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using Xunit;

namespace ReplicatePS.Packaging.Tests;

/// <summary>The package on the runtimes that PowerShell 7.4, 7.5 and 7.6 run on.</summary>
public sealed class HostTests(Package package) : IClassFixture<Package>
{
    [Theory]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(10)]
    public void A_first_request_and_a_first_prediction_work_with_the_host_s_JSON_and_our_own_extensions(int version)
    {
        var lines = Run(version);

        Assert.Contains(lines, line => line.StartsWith($"runtime {version}.", StringComparison.Ordinal));
        Assert.Contains("account ada", lines);
        Assert.Contains("prediction listed", lines);
        Assert.Contains("stream output hello done {}", lines);
        Assert.Contains($"loaded System.Text.Json {version}.0.0.0 host", lines);
        Assert.Contains(lines, line => IsLoaded(line, "Microsoft.Extensions.Http", "module"));
        Assert.Contains(lines, line => IsLoaded(line, "ReplicatePS.Core", "module"));
        Assert.Contains(lines, line => IsLoaded(line, "System.Net.ServerSentEvents", version < 10 ? "module" : "host"));
    }

    [Theory]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(10)]
    public void The_host_s_own_context_gets_nothing_of_the_module_but_its_loader(int version)
    {
        var inHost = Run(version).Where(line => line.EndsWith(" host", StringComparison.Ordinal)).ToList();

        Assert.DoesNotContain(inHost, line => line.Contains("Microsoft.Extensions", StringComparison.Ordinal));
        Assert.Equal("ReplicatePS.Loader", inHost.Single(line => line.Contains("ReplicatePS", StringComparison.Ordinal)).Split(' ')[1]);
    }

    private static bool IsLoaded(string line, string assembly, string context)
    {
        return line.StartsWith($"loaded {assembly} ", StringComparison.Ordinal) && line.EndsWith(" " + context, StringComparison.Ordinal);
    }

    private List<string> Run(int version)
    {
        var program = Path.Combine(Repository.HostFolder(version), OperatingSystem.IsWindows() ? "host.exe" : "host");
        var request = Path.Combine(
            Repository.Root, "tests", "Hosts", "FirstRequest", "bin", Repository.Configuration, "netstandard2.0", "ReplicatePS.Hosts.FirstRequest.dll");
        using Process host = Process.Start(new ProcessStartInfo(program, [package.Module, request])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var errors = host.StandardError.ReadToEndAsync();
        var lines = host.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).ToList();
        host.WaitForExit();
        Assert.True(host.ExitCode == 0, errors.Result);
        return lines;
    }
}
