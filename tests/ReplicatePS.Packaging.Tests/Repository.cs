using System.IO;
using System.Linq;
using System.Reflection;

namespace ReplicatePS.Packaging.Tests;

/// <summary>Where things are, as the build that made these tests knew it.</summary>
internal static class Repository
{
    public static string Root { get; } = Read("RepositoryRoot");

    public static string Version { get; } = Read("Version");

    public static string Configuration { get; } = Read("Configuration");

    public static string RuntimeIdentifier { get; } = Read("RuntimeIdentifier");

    /// <summary>The reference assemblies of .NET Framework 4.7.2.</summary>
    public static string DesktopFramework { get; } = Read("DesktopFramework");

    /// <summary>The host with the runtime of one version of .NET, such as 8.</summary>
    public static string HostFolder(int version)
    {
        return Path.Combine(Root, "tests", "Hosts", "bin", Configuration, $"net{version}.0", RuntimeIdentifier);
    }

    private static string Read(string key)
    {
        return typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == key).Value!;
    }
}
