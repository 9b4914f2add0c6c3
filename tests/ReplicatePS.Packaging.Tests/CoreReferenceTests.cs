using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Xunit;

namespace ReplicatePS.Packaging.Tests;

/// <summary>What is shipped for PowerShell 7, held against .NET 8, the oldest runtime it is meant for.</summary>
public sealed class CoreReferenceTests(Package package) : IClassFixture<Package>
{
    private readonly IReadOnlyList<AssemblyFile> _shipped = package.Assemblies("core").ToList();
    private readonly Dictionary<string, Version> _framework = ReadFramework();

    [Fact]
    public void Every_reference_is_shipped_in_a_high_enough_version_or_belongs_to_NET_8()
    {
        Assert.Empty(AssemblyFile.FindUnserved(_shipped, _framework));
    }

    [Fact]
    public void Nothing_is_shipped_that_every_host_has_in_a_high_enough_version()
    {
        var references = _shipped.SelectMany(assembly => assembly.References).ToList();
        var superfluous = from assembly in _shipped
                          where _framework.ContainsKey(assembly.Name)
                          where references.Where(reference => reference.Name == assembly.Name)
                              .All(reference => reference.Version <= _framework[assembly.Name])
                          select assembly.Name;
        Assert.Empty(superfluous);
    }

    private static Dictionary<string, Version> ReadFramework()
    {
        var framework = Directory.GetFiles(Repository.HostFolder(8), "*.dll")
            .Where(file => Path.GetFileName(file) != "host.dll" && AssemblyFile.IsAssembly(file))
            .Select(AssemblyFile.Read)
            .ToDictionary(assembly => assembly.Name, assembly => assembly.Version, StringComparer.OrdinalIgnoreCase);

        // The version that PowerShellStandard stands for; every PowerShell brings it.
        framework.Add("System.Management.Automation", new Version(3, 0, 0, 0));
        return framework;
    }
}
