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
    /// <returns>
    /// The cmdlet assembly of this process, which an earlier call may have loaded from another folder; behind it, if the folder
    /// holds another version, a warning that says so.
    /// </returns>
    public static object[] Load(string folder)
    {
        // Runspaces import in parallel, and two contexts would mean two of every type.
        lock (Gate)
        {
            _context ??= new ModuleContext(Path.GetFullPath(folder));
            _cmdlets ??= _context.LoadFromAssemblyPath(Path.Combine(_context.Folder, "ReplicatePS.dll"));
        }

        // Nearly always so, and reading the version of a file takes a fresh process 4 ms.
        return _context.Folder == Path.GetFullPath(folder) ? new object[] { _cmdlets } : new object[] { _cmdlets, Missed(folder, _cmdlets)! };
    }

    private static string? Missed(string folder, Assembly cmdlets)
    {
        Version? used = cmdlets.GetName().Version;
        Version? missed = AssemblyName.GetAssemblyName(Path.Combine(folder, "ReplicatePS.dll")).Version;
        return missed == used ? null
            : $"This process uses ReplicatePS {used?.ToString(3)}, which it loaded before. Restart PowerShell to load v{missed?.ToString(3)}.";
    }
}
