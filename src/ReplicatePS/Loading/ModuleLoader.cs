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
    /// <returns>The cmdlet assembly of this process; behind it, if the folder holds another version, a warning that says so.</returns>
    public static object[] Load(string folder)
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

        Version? used = typeof(ModuleLoader).Assembly.GetName().Version;
        Version? missed = AssemblyName.GetAssemblyName(Path.Combine(folder, "ReplicatePS.dll")).Version;
        return missed == used
            ? new object[] { typeof(ModuleLoader).Assembly }
            : new object[]
            {
                typeof(ModuleLoader).Assembly,
                $"This process uses ReplicatePS {used.ToString(3)}, which it loaded before. Restart PowerShell to load v{missed.ToString(3)}.",
            };
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
