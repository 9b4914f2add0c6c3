using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace ReplicatePS.Packaging.Tests;

/// <summary>What the metadata of an assembly says, read without loading it.</summary>
public sealed record AssemblyFile(string Name, Version Version, IReadOnlyList<AssemblyName> References, IReadOnlyList<string> Cmdlets)
{
    /// <summary>Whether a file is an assembly, and not native code or a bare module.</summary>
    public static bool IsAssembly(string file)
    {
        using FileStream stream = File.OpenRead(file);
        using var portable = new PEReader(stream);
        return portable.HasMetadata && portable.GetMetadataReader().IsAssembly;
    }

    public static AssemblyFile Read(string file)
    {
        using FileStream stream = File.OpenRead(file);
        using var portable = new PEReader(stream);
        MetadataReader metadata = portable.GetMetadataReader();
        AssemblyDefinition assembly = metadata.GetAssemblyDefinition();
        return new AssemblyFile(
            metadata.GetString(assembly.Name),
            assembly.Version,
            metadata.AssemblyReferences.Select(handle => metadata.GetAssemblyReference(handle).GetAssemblyName()).ToList(),
            metadata.TypeDefinitions.SelectMany(type => ReadCmdlets(metadata, metadata.GetTypeDefinition(type))).ToList());
    }

    /// <summary>Says which references neither these assemblies nor those of a framework can serve.</summary>
    public static IEnumerable<string> FindUnserved(IReadOnlyList<AssemblyFile> shipped, IReadOnlyDictionary<string, Version> framework)
    {
        var served = shipped.ToDictionary(assembly => assembly.Name, assembly => assembly.Version, StringComparer.OrdinalIgnoreCase);
        return from assembly in shipped
               from reference in assembly.References
               where !IsServed(served, reference) && !IsServed(framework, reference)
               select $"{assembly.Name} asks for {reference.Name} {reference.Version}";
    }

    private static bool IsServed(IReadOnlyDictionary<string, Version> by, AssemblyName reference)
    {
        return by.TryGetValue(reference.Name!, out Version? version) && version >= reference.Version;
    }

    private static IEnumerable<string> ReadCmdlets(MetadataReader metadata, TypeDefinition type)
    {
        foreach (CustomAttributeHandle handle in type.GetCustomAttributes())
        {
            CustomAttribute attribute = metadata.GetCustomAttribute(handle);
            if (attribute.Constructor.Kind == HandleKind.MemberReference
                && metadata.GetMemberReference((MemberReferenceHandle)attribute.Constructor).Parent is { Kind: HandleKind.TypeReference } parent
                && metadata.GetString(metadata.GetTypeReference((TypeReferenceHandle)parent).Name) == "CmdletAttribute")
            {
                // The value starts with a fixed mark of two bytes; then come the verb and the noun.
                BlobReader value = metadata.GetBlobReader(attribute.Value);
                value.ReadUInt16();
                yield return $"{value.ReadSerializedString()}-{value.ReadSerializedString()}";
            }
        }
    }
}
