using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Reflection;
using System.Xml.Linq;

namespace ReplicatePS.Help;

/// <summary>Reads the cmdlets of an assembly: what attributes say about them, and what comments say.</summary>
public sealed class CmdletReader
{
    private readonly DocumentationFile _comments;
    private readonly Dictionary<string, string> _cmdletNames;
    private readonly HashSet<string> _cmdletTypes;

    private CmdletReader(DocumentationFile comments, Assembly assembly, IEnumerable<Type> types)
    {
        _comments = comments;
        _cmdletTypes = assembly.GetExportedTypes().Where(type => type.IsSubclassOf(typeof(System.Management.Automation.Cmdlet)))
            .Select(type => type.FullName!).ToHashSet(StringComparer.Ordinal);
        _cmdletNames = types.ToDictionary(type => type.FullName!, type =>
        {
            CustomAttributeData cmdlet = Attribute<CmdletAttribute>(type)!;
            return $"{cmdlet.ConstructorArguments[0].Value}-{cmdlet.ConstructorArguments[1].Value}";
        });
    }

    /// <summary>Reads all public cmdlets, in alphabetical order.</summary>
    public static IReadOnlyList<Cmdlet> Read(Assembly assembly, DocumentationFile comments)
    {
        var types = assembly.GetExportedTypes()
            .Where(type => !type.IsAbstract && Attribute<CmdletAttribute>(type) is not null)
            .ToList();
        var reader = new CmdletReader(comments, assembly, types);
        return OperationReader.Resolve(types.Select(reader.ReadCmdlet).OrderBy(cmdlet => cmdlet.Name, StringComparer.Ordinal).ToList());
    }

    // Attributes are read as data: those of the reference assembly that this program runs on cannot be created.
    internal static CustomAttributeData? Attribute<T>(MemberInfo member)
    {
        return Attributes<T>(member).FirstOrDefault();
    }

    internal static IEnumerable<CustomAttributeData> Attributes<T>(MemberInfo member)
    {
        return member.CustomAttributes.Where(data => data.AttributeType.FullName == typeof(T).FullName);
    }

    internal static object? Named(CustomAttributeData? data, string name)
    {
        return data?.NamedArguments.FirstOrDefault(argument => argument.MemberName == name).TypedValue.Value;
    }

    private Cmdlet ReadCmdlet(Type type)
    {
        CustomAttributeData attribute = Attribute<CmdletAttribute>(type)!;
        XElement comment = _comments.Of(type);
        var parameters = new ParameterReader(_comments, NameOf).Read(type);
        var sets = parameters.SelectMany(parameter => parameter.Uses).Select(use => use.Set)
            .Where(set => set != Cmdlet.AllSets).Distinct().ToList();
        if (Named(attribute, nameof(CmdletAttribute.DefaultParameterSetName)) is string first)
        {
            sets = sets.Prepend(first).Distinct().ToList();
        }

        DocText synopsis = DocText.Flatten(comment.Element("summary"), NameOf);
        var description = DocText.Split(comment.Element("remarks"), NameOf);
        return new Cmdlet
        {
            Verb = (string)attribute.ConstructorArguments[0].Value!,
            Noun = (string)attribute.ConstructorArguments[1].Value!,
            Synopsis = synopsis,
            Description = description.Count > 0 ? description : [synopsis],
            Examples = comment.Elements("example").Select(ReadExample).ToList(),
            Operations = OperationReader.Read(comment),
            Parameters = parameters,
            Sets = sets.Count > 0 ? sets : [Cmdlet.AllSets],
            Inputs = parameters.Where(parameter => parameter.Uses.Any(use => use.ByValue))
                .Select(parameter => new DocumentedType(parameter.Type, DocText.Of($"You can pipe values for -{parameter.Name}.")))
                .ToList(),
            Outputs = Attributes<OutputTypeAttribute>(type).SelectMany(ReadOutputs).DistinctBy(output => output.Name).ToList(),
            Links = ReadLinks(attribute, comment).ToList(),
        };
    }

    private Example ReadExample(XElement example)
    {
        var code = example.Elements("code").Select(DocText.Unindent);
        var remarks = new XElement("remarks", example.Nodes().Where(node => node is not XElement { Name.LocalName: "summary" or "code" }));
        return new Example(
            DocText.Flatten(example.Element("summary"), NameOf).Plain.TrimEnd('.'),
            string.Join("\n\n", code),
            DocText.Split(remarks, NameOf));
    }

    private IEnumerable<DocumentedType> ReadOutputs(CustomAttributeData attribute)
    {
        var arguments = attribute.ConstructorArguments.SelectMany(argument =>
            argument.Value is IEnumerable<CustomAttributeTypedArgument> many ? many.Select(one => one.Value) : [argument.Value]);
        return arguments.Select(argument => argument is Type type
            ? new DocumentedType(type.FullName ?? type.Name, DocText.Flatten(_comments.Of(type).Element("summary"), NameOf))
            : new DocumentedType(argument?.ToString() ?? string.Empty, DocText.Empty));
    }

    private IEnumerable<Link> ReadLinks(CustomAttributeData attribute, XElement comment)
    {
        if (Named(attribute, nameof(CmdletAttribute.HelpUri)) is string { Length: > 0 } page)
        {
            yield return new Link("Online Version:", page, IsOnlinePage: true);
        }

        foreach (XElement link in comment.Descendants("seealso"))
        {
            yield return link.Attribute("href")?.Value is { } address
                ? new Link(link.Value.Length > 0 ? link.Value : address, address, IsOnlinePage: false)
                : new Link(NameOf(link.Attribute("cref")?.Value ?? link.Value), null, IsOnlinePage: false);
        }
    }

    // Users know a cmdlet by its name, a parameter by its dash, and a type by its last word.
    private string NameOf(string cref)
    {
        var name = cref[(cref.IndexOf(':', StringComparison.Ordinal) + 1)..];
        if (_cmdletNames.TryGetValue(name, out var cmdlet))
        {
            return cmdlet;
        }

        var last = name.LastIndexOf('.');
        var isParameter = cref.StartsWith("P:", StringComparison.Ordinal) && _cmdletTypes.Contains(name[..last]);
        return (isParameter ? "-" : string.Empty) + name[(last + 1)..];
    }
}
