using System;
using System.IO;
using System.Reflection;

namespace ReplicatePS.Loading;

/// <summary>Loads the cmdlet assembly for ReplicatePS.psm1: once for each process, whatever is imported how often.</summary>
public static class ModuleLoader
{
    private static readonly object Gate = new();
    private static ModuleContext? _context;
    private static Assembly? _cmdlets;

    /// <summary>Gives the cmdlet assembly; loads it from the folder when the process has none yet.</summary>
    /// <param name="folder">The folder that holds ReplicatePS.dll and its dependencies.</param>
    /// <returns>The cmdlet assembly of this process, which an earlier call may have loaded from another folder.</returns>
    public static Assembly Load(string folder)
    {
        // Runspaces import in parallel, and two contexts would mean two of every type.
        lock (Gate)
        {
            _context ??= new ModuleContext(Path.GetFullPath(folder));
            return _cmdlets ??= _context.LoadFromAssemblyPath(Path.Combine(_context.Folder, "ReplicatePS.dll"));
        }
    }

    /// <summary>Gives the version in a folder that is not used, because the process had loaded another one before.</summary>
    /// <param name="folder">The folder that <see cref="Load" /> was given.</param>
    /// <returns>The version that another process would use, or null when this one uses it.</returns>
    public static Version? GetMissedVersion(string folder)
    {
        Assembly cmdlets = Load(folder);
        if (_context!.Folder == Path.GetFullPath(folder))
        {
            // Nearly always so, and reading the version of a file takes a fresh process 4 ms.
            return null;
        }

        Version? version = AssemblyName.GetAssemblyName(Path.Combine(folder, "ReplicatePS.dll")).Version;
        return version == cmdlets.GetName().Version ? null : version;
    }
}
