#if NETFRAMEWORK
using System;
using System.IO;
using System.Net;
using System.Reflection;

namespace ReplicatePS.Loading;

/// <summary>Makes Windows PowerShell find the assemblies that ReplicatePS brings along.</summary>
/// <remarks>
/// .NET Framework binds to exact versions, and a module cannot redirect them. What this module ships is answered for by hand,
/// and nothing else, so that other modules are left alone. No member here may touch a type of a dependency.
/// </remarks>
public static class ModuleLoader
{
    private const int ConnectionsPerServer = 64;

    private static readonly string Folder = Path.GetDirectoryName(typeof(ModuleLoader).Assembly.Location);
    private static readonly object Gate = new();
    private static bool _registered;

    /// <summary>Gives the cmdlet assembly, ready for use: its dependencies are found, and connections may use TLS 1.2.</summary>
    /// <param name="folder">The folder that the caller would load from; an assembly that is already there wins.</param>
    /// <returns>The cmdlet assembly of this process.</returns>
    public static Assembly Load(string folder)
    {
        lock (Gate)
        {
            if (!_registered)
            {
                _registered = true;
                AppDomain.CurrentDomain.AssemblyResolve += Resolve;

                // Windows PowerShell offers only TLS 1.0 unless it leaves the choice to the system, and two connections to a server.
                if (ServicePointManager.SecurityProtocol != SecurityProtocolType.SystemDefault)
                {
                    ServicePointManager.SecurityProtocol |= SecurityProtocolType.Tls12;
                }

                ServicePointManager.DefaultConnectionLimit =
                    Math.Max(ServicePointManager.DefaultConnectionLimit, ConnectionsPerServer);
            }
        }

        return typeof(ModuleLoader).Assembly;
    }

    /// <summary>Gives the version in a folder that is not used, because the process had loaded another one before.</summary>
    /// <param name="folder">The folder that <see cref="Load" /> was given.</param>
    /// <returns>The version that another process would use, or null when this one uses it.</returns>
    public static Version? GetMissedVersion(string folder)
    {
        var version = AssemblyName.GetAssemblyName(Path.Combine(folder, "ReplicatePS.dll")).Version;
        return version == typeof(ModuleLoader).Assembly.GetName().Version ? null : version;
    }

    private static Assembly? Resolve(object sender, ResolveEventArgs request)
    {
        var requested = new AssemblyName(request.Name);
        var file = Path.Combine(Folder, requested.Name + ".dll");
        if (!File.Exists(file))
        {
            return null;
        }

        var shipped = AssemblyName.GetAssemblyName(file);
        return shipped.Version >= requested.Version ? Assembly.LoadFrom(file) : null;
    }
}
#endif
