using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Xml.Linq;

namespace ReplicatePS.Help;

/// <summary>The documentation comments of an assembly and of those beside it, as the compiler wrote them.</summary>
public sealed class DocumentationFile
{
    private static readonly XElement Nothing = new("member");

    private readonly Dictionary<string, XElement> _members;

    private DocumentationFile(IEnumerable<XElement> members)
    {
        _members = members.GroupBy(member => (string?)member.Attribute("name") ?? string.Empty)
            .ToDictionary(group => group.Key, group => group.First(), StringComparer.Ordinal);
    }

    /// <summary>Reads every documentation file in the folder of an assembly.</summary>
    public static DocumentationFile ReadBeside(string assemblyFile)
    {
        var folder = Path.GetDirectoryName(assemblyFile)!;
        return new DocumentationFile(Directory.GetFiles(folder, "*.xml").Order(StringComparer.Ordinal)
            .Select(file => XDocument.Load(file, LoadOptions.PreserveWhitespace))
            .SelectMany(document => document.Descendants("member")));
    }

    /// <summary>Gives the comment of a type; an empty one if it has none.</summary>
    public XElement Of(Type type)
    {
        return _members.GetValueOrDefault("T:" + FullName(type), Nothing);
    }

    /// <summary>Gives the comment of a property, or that of the property which it overrides.</summary>
    public XElement Of(PropertyInfo property)
    {
        for (Type? type = property.DeclaringType; type is not null; type = type.BaseType)
        {
            XElement comment = _members.GetValueOrDefault($"P:{FullName(type)}.{property.Name}", Nothing);
            if (comment.Element("summary") is not null)
            {
                return comment;
            }
        }

        return Nothing;
    }

    private static string FullName(Type type)
    {
        Type definition = type.IsGenericType ? type.GetGenericTypeDefinition() : type;
        return (definition.FullName ?? definition.Name).Replace('+', '.');
    }
}
