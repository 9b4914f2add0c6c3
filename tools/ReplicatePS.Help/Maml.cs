using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace ReplicatePS.Help;

/// <summary>Writes help in the form that Get-Help reads.</summary>
public static class Maml
{
    private static readonly XNamespace Root = "http://msh";
    private static readonly XNamespace Text = "http://schemas.microsoft.com/maml/2004/10";
    private static readonly XNamespace Command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    private static readonly XNamespace Dev = "http://schemas.microsoft.com/maml/dev/2004/10";

    /// <summary>Writes one file for all cmdlets.</summary>
    public static string Write(IEnumerable<Cmdlet> cmdlets)
    {
        var items = new XElement(
            Root + "helpItems",
            new XAttribute("schema", "maml"),
            new XAttribute(XNamespace.Xmlns + "maml", Text),
            new XAttribute(XNamespace.Xmlns + "command", Command),
            new XAttribute(XNamespace.Xmlns + "dev", Dev),
            cmdlets.Select(WriteCmdlet));
        using var bytes = new MemoryStream();
        using (var writer = XmlWriter.Create(bytes, new XmlWriterSettings { Indent = true, NewLineChars = "\n" }))
        {
            items.Save(writer);
        }

        return Encoding.UTF8.GetString(bytes.ToArray()).TrimStart('\uFEFF') + "\n";
    }

    private static XElement WriteCmdlet(Cmdlet cmdlet)
    {
        return new XElement(
            Command + "command",
            new XElement(
                Command + "details",
                new XElement(Command + "name", cmdlet.Name),
                new XElement(Command + "verb", cmdlet.Verb),
                new XElement(Command + "noun", cmdlet.Noun),
                Paragraphs(Text + "description", [cmdlet.Synopsis])),
            Paragraphs(Text + "description", cmdlet.Description),
            new XElement(Command + "syntax", cmdlet.Sets.Select(set => WriteSyntax(cmdlet, set))),
            new XElement(Command + "parameters", cmdlet.Parameters.Select(WriteParameter)),
            new XElement(Command + "inputTypes", cmdlet.Inputs.Select(input => WriteType("inputType", input))),
            new XElement(Command + "returnValues", cmdlet.Outputs.Select(output => WriteType("returnValue", output))),
            new XElement(Command + "examples", cmdlet.Examples.Select(WriteExample)),
            new XElement(Command + "relatedLinks", cmdlet.Links.Select(WriteLink)));
    }

    private static XElement WriteSyntax(Cmdlet cmdlet, string set)
    {
        return new XElement(
            Command + "syntaxItem",
            new XElement(Text + "name", cmdlet.Name),
            cmdlet.SyntaxOf(set).Select(pair => WriteParameter(pair.Parameter, pair.Use.Mandatory, pair.Use.Position, ParameterUse.DescribePipeline([pair.Use]))));
    }

    private static XElement WriteParameter(Parameter parameter)
    {
        return WriteParameter(parameter, parameter.Mandatory, parameter.Position, parameter.PipelineInput);
    }

    private static XElement WriteParameter(Parameter parameter, bool mandatory, int? position, string pipelineInput)
    {
        var choices = parameter.Values.Select(value =>
            new XElement(Command + "parameterValue", new XAttribute("required", "false"), new XAttribute("variableLength", "false"), value));
        return new XElement(
            Command + "parameter",
            new XAttribute("required", mandatory ? "true" : "false"),
            new XAttribute("variableLength", "true"),
            new XAttribute("globbing", parameter.Wildcards ? "true" : "false"),
            new XAttribute("pipelineInput", pipelineInput),
            new XAttribute("position", position is { } index ? index.ToString() : "named"),
            new XAttribute("aliases", parameter.Aliases.Count > 0 ? string.Join(", ", parameter.Aliases) : "none"),
            new XElement(Text + "name", parameter.Name),
            Paragraphs(Text + "description", parameter.Description.Concat(DescribeValues(parameter))),
            parameter.Values.Count > 0 ? new XElement(Command + "parameterValueGroup", choices) : null,
            parameter.IsSwitch
                ? null
                : new XElement(Command + "parameterValue", new XAttribute("required", "true"), new XAttribute("variableLength", "false"), parameter.Type),
            new XElement(Dev + "type", new XElement(Text + "name", parameter.Type), new XElement(Text + "uri")),
            new XElement(Dev + "defaultValue", parameter.Default ?? "None"));
    }

    // Get-Help shows a list of values in the syntax only.
    private static IEnumerable<DocText> DescribeValues(Parameter parameter)
    {
        return parameter.Values.Count > 0 ? [DocText.Of($"Accepted values: {string.Join(", ", parameter.Values)}.")] : [];
    }

    private static XElement WriteType(string name, DocumentedType type)
    {
        return new XElement(
            Command + name,
            new XElement(Dev + "type", new XElement(Text + "name", type.Name)),
            Paragraphs(Text + "description", [type.Summary]));
    }

    private static XElement WriteExample(Example example, int index)
    {
        return new XElement(
            Command + "example",
            new XElement(Text + "title", $"--------- Example {index + 1}: {example.Title} ---------"),
            new XElement(Dev + "code", example.Code),
            Paragraphs(Dev + "remarks", example.Remarks));
    }

    private static XElement WriteLink(Link link)
    {
        return new XElement(
            Text + "navigationLink",
            new XElement(Text + "linkText", link.Text),
            new XElement(Text + "uri", link.Target));
    }

    private static XElement Paragraphs(XName name, IEnumerable<DocText> paragraphs)
    {
        return new XElement(name, paragraphs.Select(paragraph => new XElement(Text + "para", paragraph.Plain)));
    }
}
