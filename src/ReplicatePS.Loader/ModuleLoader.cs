using System;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.Loader;

namespace ReplicatePS.Loading;

/// <summary>
/// Keeps ReplicatePS and the assemblies that it brings along apart from those of the host and of other modules, which may
/// need other versions of the same assemblies.
/// </summary>
/// <remarks>It answers for this module only: nothing is hooked into the default context, so nobody else's loading changes.</remarks>
public sealed class ModuleLoader : AssemblyLoadContext
{
    private const string CmdletAssembly = "ReplicatePS";

    private static readonly object Gate = new();
    private static ModuleLoader? _loaded;

    private readonly string _folder;

    private ModuleLoader(string folder)
        : base(CmdletAssembly)
    {
        _folder = folder;
    }

    /// <summary>Gives the cmdlet assembly; loads it from the folder when the process has none yet.</summary>
    /// <param name="folder">The folder that holds ReplicatePS.dll and its dependencies.</param>
    /// <returns>The cmdlet assembly of this process, which an earlier call may have loaded from another folder.</returns>
    public static Assembly Load(string folder)
    {
        // Runspaces import in parallel, and two contexts would mean two of every type.
        lock (Gate)
        {
            _loaded ??= new ModuleLoader(Path.GetFullPath(folder));
            return _loaded.LoadFromAssemblyName(new AssemblyName(CmdletAssembly));
        }
    }

    /// <summary>Gives the version in a folder that is not used, because the process had loaded another one before.</summary>
    /// <param name="folder">The folder that <see cref="Load(string)" /> was given.</param>
    /// <returns>The version that another process would use, or null when this one uses it.</returns>
    public static Version? GetMissedVersion(string folder)
    {
        Version? used = Load(folder).GetName().Version;
        if (_loaded!._folder == Path.GetFullPath(folder))
        {
            // Nearly always so, and reading a file's version takes a fresh process 4 ms.
            return null;
        }

        Version? version = AssemblyName.GetAssemblyName(Path.Combine(folder, CmdletAssembly + ".dll")).Version;
        return version == used ? null : version;
    }

    /// <inheritdoc />
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        var file = Path.Combine(_folder, assemblyName.Name + ".dll");
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
