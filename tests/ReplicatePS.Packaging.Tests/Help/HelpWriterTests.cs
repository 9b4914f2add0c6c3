using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using System.Xml.Linq;
using ReplicatePS.Help;
using Xunit;

namespace ReplicatePS.Packaging.Tests;

public sealed class HelpWriterTests
{
    private static readonly IReadOnlyList<Cmdlet> Cmdlets =
        CmdletReader.Read(Assembly.GetExecutingAssembly(), DocumentationFile.ReadBeside(Assembly.GetExecutingAssembly().Location));

    private static readonly Cmdlet Sample = Cmdlets.Single(cmdlet => cmdlet.Name == "Set-Sample");

    [Fact]
    public void The_summary_becomes_the_synopsis_without_its_line_breaks()
    {
        Assert.Equal("Sets a sample, in one sentence.", Sample.Synopsis.Plain);
    }

    [Fact]
    public void The_remarks_become_paragraphs_and_references_become_names_that_users_know()
    {
        Assert.Equal(
            ["Text without a paragraph of its own.", "A paragraph about -Name and a value.", "- one\n- two", "API operations: PUT /samples/{id}, DELETE /samples."],
            Sample.Description.Select(paragraph => paragraph.Plain));
        Assert.Equal("A paragraph about `-Name` and `a value`.", Sample.Description[1].Markdown);
    }

    [Fact]
    public void Examples_keep_the_shape_of_their_code()
    {
        Example example = Sample.Examples[0];
        Assert.Equal("Set it", example.Title);
        Assert.Equal("Set-Sample x |\n    Out-Null", example.Code);
        Assert.Equal("Set-Sample -Name y |\n  Out-Null", Sample.Examples[1].Code);
        Assert.Equal("Now it is set.", Assert.Single(example.Remarks).Plain);
    }

    [Fact]
    public void Parameters_are_all_there_but_the_hidden_ones()
    {
        Assert.Equal(
            ["All", "Colour", "Context", "Name", "Size", "TimeoutSec", "Confirm", "WhatIf"],
            Sample.Parameters.Select(parameter => parameter.Name));
        Assert.Equal("Where it goes, as Get-Bare gives it.", Parameter("Context").Description[0].Plain);
    }

    [Fact]
    public void Attributes_say_what_a_parameter_takes()
    {
        Parameter name = Parameter("Name");
        Assert.Equal("String[]", name.Type);
        Assert.Equal(["Id", "Key"], name.Aliases);
        Assert.Equal("True (ByPropertyName, ByValue)", name.PipelineInput);
        Assert.True(name.Mandatory);
        Assert.True(name.Wildcards);
        Assert.Equal(0, name.Position);
        Assert.Equal(["The name; at most 10 characters.", "It may be wrapped."], name.Description.Select(paragraph => paragraph.Plain));
    }

    [Fact]
    public void Defaults_come_from_the_initial_values()
    {
        Assert.Equal("30", Parameter("TimeoutSec").Default);
        Assert.Equal("False", Parameter("All").Default);
        Assert.Null(Parameter("Colour").Default);
    }

    [Fact]
    public void Enums_and_validated_sets_name_their_values()
    {
        Assert.Equal(["Small", "Large"], Parameter("Size").Values);
        Assert.Equal("SampleSize", Parameter("Size").Type);
        Assert.Equal(["red", "blue"], Parameter("Colour").Values);
    }

    [Fact]
    public void Each_parameter_set_gets_a_line_of_syntax_the_default_one_first()
    {
        Assert.Equal(["ByName", "All"], Sample.Sets);
        Assert.Equal("Name", Sample.SyntaxOf("ByName").First().Parameter.Name);
        Assert.DoesNotContain(Sample.SyntaxOf("ByName"), pair => pair.Parameter.Name == "All");
        Assert.Contains("Set-Sample -All [-Colour <String>]", Page("Set-Sample.md"));
        Assert.Contains("Set-Sample [-Name] <String[]> [-Colour <String>]", Page("Set-Sample.md"));
    }

    [Fact]
    public void Outputs_and_links_are_described()
    {
        DocumentedType output = Assert.Single(Sample.Outputs);
        Assert.Equal("ReplicatePS.Packaging.Tests.SampleSize", output.Name);
        Assert.Equal("How big a sample is.", output.Summary.Plain);
        Assert.Equal(["Online Version:", "Get-Bare", "About samples"], Sample.Links.Select(link => link.Text));
        Assert.Contains("[Get-Bare](Get-Bare.md)", Page("Set-Sample.md"));
    }

    [Fact]
    public void An_operation_that_another_cmdlet_shows_has_the_route_that_is_told_there()
    {
        ApiOperation used = Cmdlets.Single(cmdlet => cmdlet.Name == "Get-Bare").Operations[0];
        Assert.Equal("PUT /samples/{id}", used.Route);
        Assert.False(used.IsShown);
    }

    [Fact]
    public void The_table_has_a_row_for_each_operation_that_is_shown_in_the_order_of_the_names()
    {
        var rows = OperationPage.Write(Cmdlets).Split('\n').Where(line => line.StartsWith("| `", StringComparison.Ordinal)).ToList();
        Assert.Equal(
            [
                "| `samples.clear` | `DELETE /samples` | [Set-Sample](cmdlets/Set-Sample.md) | None | `Set-Sample -All` |",
                "| `samples.set` | `PUT /samples/{id}` | [Set-Sample](cmdlets/Set-Sample.md) | ByName | `Set-Sample x \\| Out-Null` |",
                "| `samples.wipe` | `DELETE /samples` | [Get-Bare](cmdlets/Get-Bare.md) | (All) | `Get-Bare` |",
            ],
            rows);
    }

    [Fact]
    public void Gaps_are_named_one_by_one()
    {
        Assert.Equal(
            [
                "Get-Bare has no summary.",
                "Get-Bare has 0 examples; it needs 2.",
                "Get-Bare -Undocumented has no summary.",
                "Get-Bare has an operation 'samples.get' that has no name, or no route here or elsewhere.",
                "Set-Sample has no parameter set 'None' for samples.clear; it has ByName, All.",
                "DELETE /samples has 2 examples in the table of operations; it needs one.",
            ],
            Completeness.FindGaps(Cmdlets));
    }

    [Fact]
    public void The_file_for_GetHelp_holds_every_cmdlet_in_order()
    {
        XNamespace command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
        var names = XDocument.Parse(Maml.Write(Cmdlets)).Descendants(command + "details").Select(details => details.Element(command + "name")!.Value);
        Assert.Equal(["Get-Bare", "Set-Sample"], names);
    }

    private static Parameter Parameter(string name)
    {
        return Sample.Parameters.Single(parameter => parameter.Name == name);
    }

    private static string Page(string name)
    {
        return Markdown.Write(Cmdlets)[name];
    }
}
