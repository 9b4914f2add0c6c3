using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Xunit;

namespace ReplicatePS.Packaging.Tests;

/// <summary>Windows PowerShell cannot run everywhere; what it would have to find can be told from the metadata.</summary>
public sealed class DesktopReferenceTests(Package package) : IClassFixture<Package>
{
    [Fact]
    public void Every_reference_is_shipped_in_a_high_enough_version_or_belongs_to_NET_Framework_472()
    {
        var framework = new[] { Repository.DesktopFramework, Path.Combine(Repository.DesktopFramework, "Facades") }
            .SelectMany(folder => Directory.GetFiles(folder, "*.dll"))
            .Where(AssemblyFile.IsAssembly)
            .Select(AssemblyFile.Read)
            .ToDictionary(assembly => assembly.Name, assembly => assembly.Version, StringComparer.OrdinalIgnoreCase);
        Assert.NotEmpty(framework);

        // The version that PowerShellStandard stands for; Windows PowerShell 5.1 itself brings it.
        framework.Add("System.Management.Automation", new Version(3, 0, 0, 0));

        IReadOnlyList<AssemblyFile> shipped = package.Assemblies("desktop").ToList();
        Assert.Contains(shipped, assembly => assembly.Name == "ReplicatePS");
        Assert.Empty(AssemblyFile.FindUnserved(shipped, framework));
    }
}
