using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Management.Automation;
using System.Reflection;
using System.Xml.Linq;

namespace ReplicatePS.Help;

/// <summary>Reads the parameters of a cmdlet, inherited ones included.</summary>
internal sealed class ParameterReader(DocumentationFile comments, Func<string, string> nameOf)
{
    private static readonly Parameter WhatIf = Common("WhatIf", "wi", "Shows what would happen, and sends nothing.");
    private static readonly Parameter Confirm = Common("Confirm", "cf", "Asks before anything is sent.");

    public IReadOnlyList<Parameter> Read(Type cmdlet)
    {
        var instance = TryCreate(cmdlet);
        var parameters = cmdlet.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => CmdletReader.Attributes<ParameterAttribute>(property).Any(IsShown))
            .Select(property => Read(property, instance))
            .OrderBy(parameter => parameter.Name, StringComparer.Ordinal)
            .ToList();

        CustomAttributeData? attribute = CmdletReader.Attribute<CmdletAttribute>(cmdlet);
        if (CmdletReader.Named(attribute, nameof(CmdletAttribute.SupportsShouldProcess)) is true)
        {
            parameters.AddRange([Confirm, WhatIf]);
        }

        return parameters;
    }

    private static bool IsShown(CustomAttributeData parameter)
    {
        return CmdletReader.Named(parameter, nameof(ParameterAttribute.DontShow)) is not true;
    }

    private static Parameter Common(string name, string alias, string description)
    {
        return new Parameter
        {
            Name = name,
            Type = nameof(SwitchParameter),
            Description = [DocText.Of(description)],
            Aliases = [alias],
            Values = [],
            Default = "False",
            Wildcards = false,
            Uses = [new ParameterUse(Cmdlet.AllSets, false, null, false, false)],
        };
    }

    private static object? TryCreate(Type cmdlet)
    {
        try
        {
            return Activator.CreateInstance(cmdlet);
        }
        catch (Exception failure) when (failure is TargetInvocationException or MissingMethodException)
        {
            return null;
        }
    }

    private static ParameterUse ReadUse(CustomAttributeData parameter)
    {
        return new ParameterUse(
            CmdletReader.Named(parameter, nameof(ParameterAttribute.ParameterSetName)) as string ?? Cmdlet.AllSets,
            CmdletReader.Named(parameter, nameof(ParameterAttribute.Mandatory)) is true,
            CmdletReader.Named(parameter, nameof(ParameterAttribute.Position)) as int?,
            CmdletReader.Named(parameter, nameof(ParameterAttribute.ValueFromPipeline)) is true,
            CmdletReader.Named(parameter, nameof(ParameterAttribute.ValueFromPipelineByPropertyName)) is true);
    }

    private static string NameOfType(Type type)
    {
        Type shown = Nullable.GetUnderlyingType(type) ?? type;
        return shown.IsGenericType
            ? $"{shown.Name[..shown.Name.IndexOf('`', StringComparison.Ordinal)]}[{string.Join(", ", shown.GetGenericArguments().Select(NameOfType))}]"
            : shown.Name;
    }

    private static List<string> ReadValues(PropertyInfo property)
    {
        Type type = property.PropertyType;
        Type element = type.IsArray ? type.GetElementType()! : type;
        element = Nullable.GetUnderlyingType(element) ?? element;
        if (element.IsEnum)
        {
            return Enum.GetNames(element).ToList();
        }

        return CmdletReader.Attribute<ValidateSetAttribute>(property)?.ConstructorArguments
            .SelectMany(argument => argument.Value as IEnumerable<CustomAttributeTypedArgument> ?? [argument])
            .Select(argument => argument.Value as string).OfType<string>().ToList() ?? [];
    }

    private static string? ReadDefault(PropertyInfo property, object? instance)
    {
        if (property.PropertyType == typeof(SwitchParameter))
        {
            return "False";
        }

        CustomAttributeData? stated = CmdletReader.Attribute<PSDefaultValueAttribute>(property);
        var value = CmdletReader.Named(stated, nameof(PSDefaultValueAttribute.Help))
            ?? CmdletReader.Named(stated, nameof(PSDefaultValueAttribute.Value))
            ?? (instance is null ? null : property.GetValue(instance));
        return value switch
        {
            // No bound at all.
            int.MaxValue => null,
            string text => text.Length > 0 ? text : null,
            IEnumerable many => string.Join(", ", many.Cast<object>()) is { Length: > 0 } list ? list : null,
            IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
            _ => value?.ToString(),
        };
    }

    private Parameter Read(PropertyInfo property, object? instance)
    {
        XElement comment = comments.Of(property);
        var values = ReadValues(property);
        DocText summary = DocText.Flatten(comment.Element("summary"), nameOf);
        return new Parameter
        {
            Name = property.Name,
            Type = NameOfType(property.PropertyType),
            Description = summary.IsEmpty ? [] : [summary, .. DocText.Split(comment.Element("remarks"), nameOf)],
            Aliases = CmdletReader.Attribute<AliasAttribute>(property)?.ConstructorArguments
                .SelectMany(argument => (IEnumerable<CustomAttributeTypedArgument>)argument.Value!)
                .Select(argument => (string)argument.Value!).ToList() ?? [],
            Values = values,
            Default = ReadDefault(property, instance),
            Wildcards = CmdletReader.Attribute<SupportsWildcardsAttribute>(property) is not null,
            Uses = CmdletReader.Attributes<ParameterAttribute>(property).Select(ReadUse).ToList(),
        };
    }
}
