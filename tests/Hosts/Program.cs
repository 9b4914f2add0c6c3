using System;
using System.IO;
using System.Reflection;
using System.Runtime.Loader;

// host <module folder> <FirstRequest.dll>: loads the module's files as ReplicatePS.psm1 does, and makes a first request with them.
var folder = Path.Combine(args[0], "bin", "core");
Type loader = Assembly.LoadFrom(Path.Combine(folder, "ReplicatePS.Loader.dll")).GetType("ReplicatePS.Loading.ModuleLoader", throwOnError: true)!;
var cmdlets = (Assembly)((object[])loader.GetMethod("Load", [typeof(string)])!.Invoke(null, [folder])!)[0];

AssemblyLoadContext module = AssemblyLoadContext.GetLoadContext(cmdlets)!;
Assembly request = module.LoadFromAssemblyPath(Path.GetFullPath(args[1]));
Console.WriteLine($"runtime {Environment.Version}");
Console.WriteLine(request.GetType("ReplicatePS.Hosts.FirstRequest", throwOnError: true)!.GetMethod("Run")!.Invoke(null, null));

foreach (AssemblyLoadContext context in AssemblyLoadContext.All)
{
    foreach (Assembly assembly in context.Assemblies)
    {
        AssemblyName name = assembly.GetName();
        Console.WriteLine($"loaded {name.Name} {name.Version} {(context == AssemblyLoadContext.Default ? "host" : "module")}");
    }
}
