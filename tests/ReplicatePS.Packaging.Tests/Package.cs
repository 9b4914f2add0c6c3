using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;

namespace ReplicatePS.Packaging.Tests;

/// <summary>The package that is released, unpacked.</summary>
public sealed class Package : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ReplicatePS-");

    public Package()
    {
        ZipFile.ExtractToDirectory(Path.Combine(Repository.Root, "artifacts", $"ReplicatePS.{Repository.Version}.zip"), _folder.FullName);
        Module = Path.Combine(_folder.FullName, "ReplicatePS");
        Files = Directory.GetFiles(_folder.FullName, "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(_folder.FullName, file).Replace('\\', '/'))
            .Order(StringComparer.Ordinal)
            .ToList();
    }

    /// <summary>The module's own folder.</summary>
    public string Module { get; }

    /// <summary>All files, as the zip names them.</summary>
    public IReadOnlyList<string> Files { get; }

    public string Manifest => File.ReadAllText(Path.Combine(Module, "ReplicatePS.psd1"));

    public IEnumerable<AssemblyFile> Assemblies(string edition)
    {
        return Directory.GetFiles(Path.Combine(Module, "bin", edition), "*.dll").Order(StringComparer.Ordinal).Select(AssemblyFile.Read);
    }

    public void Dispose()
    {
        _folder.Delete(recursive: true);
    }
}
