using System;
using System.IO;
using System.Linq;
using Xunit;

namespace ReplicatePS.Packaging.Tests;

public sealed class HelpPagesTests
{
    private const string Refresh = "Refresh it with: dotnet build src/ReplicatePS -t:UpdatePages";

    private static readonly string Written = Path.Combine(Repository.Root, "src", "ReplicatePS", "obj", Repository.Configuration, "help");
    private static readonly string Committed = Path.Combine(Repository.Root, "docs");

    [Fact]
    public void The_committed_pages_are_those_that_the_comments_give()
    {
        var names = Names(Written);
        Assert.True(
            names.SequenceEqual(Names(Committed)) && names.All(name => IsCurrent(Path.Combine("cmdlets", name))),
            $"docs/cmdlets is out of date. {Refresh}");
    }

    [Fact]
    public void The_committed_table_of_operations_is_the_one_that_the_comments_give()
    {
        Assert.True(IsCurrent("operations.md"), $"docs/operations.md is out of date. {Refresh}");
    }

    private static string[] Names(string docs)
    {
        var folder = Path.Combine(docs, "cmdlets");
        return Directory.Exists(folder)
            ? Directory.GetFiles(folder).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal).ToArray()
            : [];
    }

    private static bool IsCurrent(string page)
    {
        return Read(Written, page) == Read(Committed, page);
    }

    private static string Read(string folder, string name)
    {
        return File.ReadAllText(Path.Combine(folder, name)).ReplaceLineEndings("\n");
    }
}
