using System;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.Loader;

namespace ReplicatePS.Loading;

/// <summary>
/// Keeps ReplicatePS and the assemblies that it brings along apart from those of the host and of other modules, which may
/// need other versions of the same assemblies. It answers for this module only: nothing is hooked into the default context.
/// </summary>
internal sealed class ModuleContext : AssemblyLoadContext
{
    public ModuleContext(string folder)
        : base("ReplicatePS")
    {
        Folder = folder;
    }

    public string Folder { get; }

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        var file = Path.Combine(Folder, assemblyName.Name + ".dll");
        if (!File.Exists(file))
        {
            return null;
        }

        return HostHas(assemblyName) ? Default.LoadFromAssemblyName(assemblyName) : LoadFromAssemblyPath(file);
    }

    // The host's own copy is precompiled, and types that it shares with the rest of the framework stay the same types. The
    // list of the host's files is asked, and not the default context, which would also ask the resolvers of other modules.
    private static bool HostHas(AssemblyName requested)
    {
        var name = requested.Name ?? string.Empty;
        if (!name.StartsWith("System.", StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        var hostFiles = AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") as string ?? string.Empty;
        var file = hostFiles.Split(Path.PathSeparator)
            .FirstOrDefault(path => string.Equals(Path.GetFileNameWithoutExtension(path), name, StringComparison.OrdinalIgnoreCase));
        return file is not null && AssemblyName.GetAssemblyName(file).Version >= (requested.Version ?? new Version());
    }
}
